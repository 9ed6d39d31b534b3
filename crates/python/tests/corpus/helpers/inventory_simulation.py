# A deterministic simulation of readers and writers with interleavings by generators.
import itertools
def transfer(db, source, target, amount):
    a = db[source]
    yield f"read {source}={a}"
    b = db[target]
    yield f"read {target}={b}"
    if a < amount: 
        return "refused"
    db[source] = a - amount
    yield f"write {source}={a - amount}"
    db[target] = b + amount
    yield f"write {target}={b + amount}"
    return "done"
def run(schedule, *tasks):
    results, live = {}, dict(enumerate(tasks))
    for who in itertools.chain(schedule, itertools.cycle(range(len(tasks)))):
        if not live: break
        if who not in live: continue
        try:
            next(live[who])
        except StopIteration as e:
            results[who] = e.value
            del live[who]
    return results
outcomes = {}
for schedule in sorted(set(itertools.permutations([0] * 3 + [1] * 3))):
    db = {"x": 100, "y": 0}
    results = run(schedule, transfer(db, "x", "y", 80), transfer(db, "x", "y", 70))
    key = (db["x"], db["y"], tuple(results[i] for i in sorted(results)))
    outcomes.setdefault(key, []).append("".join(map(str, schedule)))
for key, schedules in sorted(outcomes.items()):
    print(key, "sum", key[0] + key[1], len(schedules), schedules[0])
