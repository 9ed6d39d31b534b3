# A linear congruential generator, dice statistics, a vending machine, an elevator.
def lcg(seed, a=1103515245, c=12345, m=2 ** 31):
    while True:
        seed = (a * seed + c) % m
        yield seed
def dice(seed, n):
    g, counts = lcg(seed), {}
    for _ in range(n):
        roll = sum(next(g) // 65536 % 6 + 1 for _ in range(2))
        counts[roll] = counts.get(roll, 0) + 1
    return dict(sorted(counts.items()))
print(dice(42, 500))
def vending():
    balance, state = 0, "idle"
    while True:
        command = yield state, balance
        match command:
            case ("coin", n) if n in (5, 10, 25): balance, state = balance + n, "ready" if balance + n >= 35 else "coins"
            case "vend" if balance >= 35: balance, state = balance - 35, "vended"
            case "refund": balance, state = 0, f"returned {balance}"
            case None: pass
            case _: state = f"rejected {command}"
v = vending()
print(next(v), *[v.send(c) for c in (("coin", 25), "vend", ("coin", 3), ("coin", 25), "vend", "refund")], sep="\n")
class Elevator:
    def __init__(self): self.floor, self.calls, self.log, self.up = 0, set(), [], True
    def step(self):
        if not self.calls: return False
        if not any((f > self.floor) if self.up else (f < self.floor) for f in self.calls) and self.floor not in self.calls: self.up = not self.up
        if self.floor in self.calls:
            self.calls.remove(self.floor)
            self.log.append(f"open {self.floor}")
        else:
            self.floor += 1 if self.up else -1
        return True
e = Elevator()
e.calls |= {3, 1}
for _ in range(5): e.step()
e.calls.add(0)
while e.step(): pass
print(e.log, e.floor)
x, y, inside = 12345, 67890, 0
g = lcg(7)
for _ in range(2000):
    a, b = next(g) / 2 ** 31, next(g) / 2 ** 31
    inside += a * a + b * b <= 1
print(inside, 4 * inside / 2000)
