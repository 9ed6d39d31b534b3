"""Calls of methods, on the class itself and inherited, and of `super()`."""


class Counter:
    def __init__(self, step):
        self.step = step
        self.value = 0

    def add(self, by):
        self.value += by * self.step
        return self

    def get(self):
        return self.value


class Limited(Counter):
    def __init__(self, step, limit):
        super().__init__(step)
        self.limit = limit

    def wrap(self):
        if self.get() > self.limit:
            self.value = 0


def run():
    counter = Limited(3, 1000)
    for i in range(400_000):
        counter.add(i & 7)
        counter.wrap()
    return counter.get()
