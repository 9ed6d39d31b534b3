# Comment 6 of Django ticket #31997, https://code.djangoproject.com/ticket/31997, first condition for
# sharing a connection between async tasks: "No awaits inside any transactions". Broken here: the
# inner blocks of two tasks are savepoints of one transaction, and end in the wrong order.
import asyncio

from django.db import models, transaction


class Entry(models.Model):
    text = models.CharField(max_length=100)


async def task_alice():
    with transaction.atomic():
        Entry.objects.create(text="alice 1")
        await asyncio.sleep(0)
        Entry.objects.create(text="alice 2")


async def task_bob():
    with transaction.atomic():
        Entry.objects.create(text="bob 1")
        await asyncio.sleep(0)
        raise ValueError("bob gives up")


def invariant_all_of_alice_and_nothing_of_bob():
    assert [entry.text for entry in Entry.objects.order_by("text")] == ["alice 1", "alice 2"]
