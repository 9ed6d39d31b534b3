"""set_autocommit(False), commit() and rollback() beside a raw cursor."""

from django.db import models, transaction, connection


class Line(models.Model):
    text = models.CharField(max_length=9)


def task_by_hand():
    transaction.set_autocommit(False)
    try:
        Line.objects.create(text="one")
        n = Line.objects.count()
        transaction.commit()
        Line.objects.create(text="two")
        transaction.rollback()
    finally:
        transaction.set_autocommit(True)
    return n, Line.objects.count()


def task_other():
    with connection.cursor() as c:
        c.execute("INSERT INTO scenario_line (text) VALUES (%s)", ["raw"])
        c.execute("SELECT COUNT(*), MIN(text) FROM scenario_line")
        return c.fetchone()
