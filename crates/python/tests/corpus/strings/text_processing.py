# Typical text work: word counts, slugs, wrapping, parsing.
text = "The quick brown fox. The lazy dog! The end?"
words = "".join(c.lower() if c.isalnum() or c.isspace() else " " for c in text).split()
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
def slugify(s):
    out = []
    for c in s.strip().lower():
        if c.isalnum(): out.append(c)
        elif out and out[-1] != "-": out.append("-")
    return "".join(out).strip("-")
print(slugify("  Hello, World! -- 2nd  "), slugify("Été à Paris"))
def wrap(s, width):
    lines, line = [], ""
    for w in s.split():
        if line and len(line) + 1 + len(w) > width:
            lines.append(line)
            line = w
        else:
            line = f"{line} {w}".strip()
    return lines + [line]
print(wrap(text, 16))
def parse_query(q):
    return {k: v.replace("+", " ") for k, _, v in (p.partition("=") for p in q.split("&") if p)}
print(parse_query("a=1&b=two+words&c&&d=x=y"))
def caesar(s, n):
    return "".join(chr((ord(c) - 97 + n) % 26 + 97) if "a" <= c <= "z" else c for c in s)
print(caesar("hello, xyz", 3), caesar(caesar("hello", 5), -5))
def camel(s):
    head, *tail = s.split("_")
    return head + "".join(t.title() for t in tail)
def snake(s):
    return "".join("_" + c.lower() if c.isupper() else c for c in s).lstrip("_")
print(camel("some_long_name"), snake("someLongName"), "racecar" == "racecar"[::-1])
rows = [("name", "qty"), ("apple", 3), ("kiwi", 12)]
for a, b in rows:
    print(f"{a:<8}|{b:>4}")
