# ContextVar, tokens, contexts.
from contextvars import ContextVar, copy_context, Context
import asyncio
user = ContextVar("user", default="nobody")
bare = ContextVar("bare")
print(user.get(), user.name, bare.get("fallback"))
try:
    bare.get()
except LookupError as e:
    print(type(e).__name__)
token = user.set("ann")
print(user.get(), token.old_value, token.var is user)
inner = user.set("bob")
print(user.get(), inner.old_value)
user.reset(inner); print(user.get())
user.reset(token); print(user.get())
try:
    user.reset(token)
except RuntimeError as e:
    print(type(e).__name__, "used" in str(e))
ctx = copy_context()
def change():
    user.set("inside")
    return user.get()
print(ctx.run(change), user.get(), ctx[user], ctx.get(bare), bare in ctx, len(Context()))
try:
    ctx.run(lambda: ctx.run(change))
except RuntimeError as e:
    print(type(e).__name__)
async def task(name):
    user.set(name)
    await asyncio.sleep(0)
    return user.get()
async def main():
    user.set("main")
    results = await asyncio.gather(task("t1"), task("t2"))
    direct = await task("direct")
    t = asyncio.create_task(asyncio.sleep(0, user.get()))
    user.set("changed")
    return results, direct, user.get(), await t
print(asyncio.run(main()), user.get())
