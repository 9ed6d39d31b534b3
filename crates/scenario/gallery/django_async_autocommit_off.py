# Comment 6 of Django ticket #31997, https://code.djangoproject.com/ticket/31997, second condition for
# sharing a connection between async tasks: "No per-view transactions (autocommit is on)". Broken
# here: each view ends the transaction that the other one is in.
import asyncio

from django.db import models, transaction


class Entry(models.Model):
    text = models.CharField(max_length=100)


async def view(name, fails):
    transaction.set_autocommit(False)
    Entry.objects.create(text=name)
    await asyncio.sleep(0)
    if fails:
        transaction.rollback()
        return "rolled back"
    transaction.commit()
    return "committed"


async def task_alice():
    return await view("alice", fails=True)


async def task_bob():
    return await view("bob", fails=False)


def invariant_what_was_committed_is_there():
    assert [entry.text for entry in Entry.objects.all()] == ["bob"]
