"""Generators, comprehensions and exceptions."""


def numbers(n):
    for i in range(n):
        yield i


def squares(n):
    yield from (i * i for i in numbers(n))


def checked(n):
    if n % 5 == 0:
        raise ValueError(n)
    return n


def run():
    total = sum(squares(150_000))
    total += sum([i for i in numbers(200_000) if i % 3])
    failures = 0
    for i in range(60_000):
        try:
            total += checked(i)
        except ValueError as error:
            failures += error.args[0] & 1
    return total, failures
