# encode/databases, pull request #546: "fix: incorrect concurrent usage of connection and transaction",
# https://github.com/encode/databases/pull/546. Its test as published, with 3 tasks instead of 10 and
# without pytest: the task writes down that it passed.
import asyncio
import sqlite3

from databases import Database


async def test_concurrent_tasks(database_url):
    async with Database(database_url) as database:
        # This could be an eg, fastapi / starlette endpoint
        @database.transaction()
        async def read_items() -> dict:
            return dict(await database.fetch_one(query="SELECT 1 AS value"))

        # Run 3 concurrent **tasks**
        tasks = (asyncio.create_task(read_items()) for _ in range(3))
        responses = await asyncio.gather(*tasks, return_exceptions=True)

        # Check the responses
        assert all(isinstance(response, dict) for response in responses)
        assert all(response["value"] == 1 for response in responses)


def setup():
    sqlite3.connect("report").execute("CREATE TABLE passed (test TEXT)")


def task_pytest():
    asyncio.run(test_concurrent_tasks("sqlite:///testsuite"))
    sqlite3.connect("report", isolation_level=None).execute("INSERT INTO passed VALUES ('test_concurrent_tasks')")


def invariant_the_test_passes():
    assert sqlite3.connect("report").execute("SELECT count(*) FROM passed").fetchone() == (1,)
