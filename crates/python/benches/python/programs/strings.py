"""Making, splitting, joining and formatting strings."""


def run():
    words = []
    for i in range(60_000):
        words.append(f"{i}:{i % 97:03d}" + "-" + str(i * 3))
    text = ", ".join(words)
    parts = text.split(", ")
    total = 0
    for part in parts:
        head, _, tail = part.partition("-")
        if head.startswith("1") and tail.endswith("7"):
            total += len(head.upper().replace(":", "::"))
        if "9" in tail:
            total += int(tail) % 10
    letters = 0
    for letter in text[:300_000]:
        if letter == "7":
            letters += 1
    return total, letters, len(text)
