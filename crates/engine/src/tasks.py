"""The async tasks of a scenario, on one event loop: as `asyncio.run()` of a `gather()` of them."""

import asyncio
import functools
import traceback

from _host import call


def run(names, wrapper, *functions):
    """`wrapper`: what protects each of them, None for nothing."""
    if wrapper is not None:
        functions = [functools.partial(wrapper, function) for function in functions]
    asyncio.run(_all(names, functions))


async def _all(names, functions):
    loop = asyncio.get_running_loop()
    tasks = [asyncio._task_of(name, function, loop, _tell) for name, function in zip(names, functions)]
    await asyncio.gather(*tasks, return_exceptions=True)


def _tell(task):
    name = task._path
    error = task._cancelled_error() if task.cancelled() else task.exception()
    if error is None:
        call("returned", name, repr(task.result()))
        return
    own = [entry.lineno for entry in traceback.extract_tb(error.__traceback__) if entry.filename == "scenario.py"]
    call(
        "raised",
        name,
        type(error).__name__,
        [c.__name__ for c in type(error).__mro__],
        str(error),
        "".join(traceback.format_exception(error)),
        own[-1] if own else None,
    )
