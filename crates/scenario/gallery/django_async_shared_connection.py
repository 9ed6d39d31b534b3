# Comment 3 of Django ticket #31997, https://code.djangoproject.com/ticket/31997: "if you start a
# transaction in one async task, suspend it, and another async task comes along, they'll both be
# running in the same transaction". One connection a thread is Django 2's rule.
import asyncio

from django.db import models, transaction


class Message(models.Model):
    text = models.CharField(max_length=100)


async def task_alice():
    with transaction.atomic():
        Message.objects.create(text="alice's draft")
        await asyncio.sleep(0)  # e.g. an HTTP request, which fails
        raise ValueError("the request failed")


async def task_bob():
    Message.objects.create(text="bob's message")
    return "sent"


def invariant_what_bob_sent_is_there():
    assert Message.objects.filter(text="bob's message").exists()
