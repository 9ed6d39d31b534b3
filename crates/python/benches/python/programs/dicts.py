"""Counting, looking up and walking through dicts."""


def run():
    counts = {}
    for i in range(400_000):
        key = i * 7919 % 5003
        counts[key] = counts.get(key, 0) + 1
    by_name = {f"name{key}": value for key, value in counts.items()}
    total = 0
    for _ in range(40):
        for name, value in by_name.items():
            if name in by_name:
                total += by_name[name] - value + 1
    return total, len(by_name)
