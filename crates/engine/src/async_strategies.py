"""Strategies that wrap an async task."""

import asyncio

from _strategies import ATTEMPTS, is_operational

# Of all tasks on the scenario's event loop.
_lock = asyncio.Lock()


async def mutex(task):
    async with _lock:
        return await task()


async def retry(task):
    for attempt in range(ATTEMPTS):
        try:
            return await task()
        except Exception as error:
            if attempt == ATTEMPTS - 1 or not is_operational(error):
                raise
