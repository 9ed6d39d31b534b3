"""Objects that a related manager finds know their owner, for which Django asks for a key that only() left out."""

from django.db import models


class Cart(models.Model):
    paid = models.BooleanField(default=False)


class Entry(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="entries")
    price = models.FloatField()


def setup():
    c = Cart.objects.create()
    c.entries.create(price=1.5)


def task_pay():
    cart = Cart.objects.prefetch_related("entries").get()
    total = sum(e.price for e in cart.entries.all())
    cart.paid = True
    cart.save()
    return total


def task_add():
    cart = Cart.objects.filter(paid=False).last()
    if cart:
        cart.entries.add(Entry(price=2.25), bulk=False)
    return cart is not None and cart.entries.only("price").earliest("price").price
