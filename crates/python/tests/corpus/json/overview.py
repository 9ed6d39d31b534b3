import json

data = {"a": 1, "b": [1, 2.5, None, True, False], "c": {"d": "é\n\"x\" 😀 \u2028"}, "e": [], "f": {}, 5: "int", None: 0, True: 1, 1.5: "f"}
print(json.dumps(data))
print(json.dumps(data, indent=2))
print(json.dumps({"b": 1, "a": [1, {"z": 0}]}, sort_keys=True, separators=(",", ":")), json.dumps("é", ensure_ascii=False), json.dumps([1, [2]], indent=4), json.dumps(1e100), json.dumps(float("inf")), json.dumps((1, 2)), json.dumps("a/b\t\x01"))
print(json.loads('{"a": [1, 2.5, -3e2, true, false, null], "b": {"c": "\\u00e9\\n\\ud83d\\ude00"}, "d": ""}'), json.loads(" [ ] "), json.loads("5"), json.loads('"x"'), json.loads(b"[1]"), json.loads("1.0"), json.loads("-0"), json.loads("{}"))
print(json.loads('{"a": 1}', object_hook=lambda d: list(d.items())), json.loads("1.1", parse_float=str), json.loads('{"a":1,"a":2}', object_pairs_hook=list))


class Enc(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(json.dumps({"s": {3, 1}}, cls=Enc), json.dumps(object, default=lambda o: "obj"))
for bad in (lambda: json.dumps({1, 2}), lambda: json.dumps({(1, 2): 3}), lambda: json.loads(""), lambda: json.loads("{"), lambda: json.loads("[1,]"), lambda: json.loads("[1 2]"), lambda: json.loads('{"a" 1}'), lambda: json.loads("nope"), lambda: json.loads('"abc'), lambda: json.loads("1 2"), lambda: json.loads('{"a":1,}'), lambda: json.loads('"\\x"'), lambda: json.loads('"\n"'), lambda: json.loads(5), lambda: json.loads("01")):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
l = []
l.append(l)
try:
    json.dumps(l)
except ValueError as e:
    print(e)
print(json.loads(json.dumps(data["b"])) == data["b"])
