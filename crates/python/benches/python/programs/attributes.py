"""Reading and writing attributes of instances, classes and through properties."""


class Point:
    scale = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y

    @property
    def total(self):
        return self.x + self.y


def run():
    point = Point(0, 1)
    result = 0
    for i in range(500_000):
        point.x = point.y + i
        point.y = point.x - i + point.scale
        result ^= point.x
        if i & 3 == 0:
            result += point.total
    return result
