# When main ends, run() cancels the tasks that are left.
import asyncio
async def forever(name):
    try:
        while True:
            await asyncio.sleep(0)
    finally:
        print(name, "stopped")
async def main():
    asyncio.create_task(forever("left over"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return "main returns"
print(asyncio.run(main()))
async def failing():
    t = asyncio.create_task(forever("second"))
    await asyncio.sleep(0)
    raise ValueError("main fails")
asyncio.run(failing())
