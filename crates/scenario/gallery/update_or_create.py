from django.db import models


class Score(models.Model):
    player = models.CharField(max_length=30)
    points = models.IntegerField(default=0)


def record(player, points):
    Score.objects.update_or_create(player=player, defaults={"points": points})


def task_first_game():
    record("anna", 10)


def task_second_game():
    record("anna", 20)


def invariant_one_row_a_player():
    assert Score.objects.filter(player="anna").count() <= 1
