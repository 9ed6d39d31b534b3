# json.loads: values, hooks, errors with positions.
import json
for text in ('{"a": [1, 2.5, -3e2, true, false, null], "b": {"c": "d"}}', "[]", '"\\u00e9\\n\\ud83d\\ude00"', " 1 ", "1E3", "-0", "-0.0", "12345678901234567890", "NaN", "-Infinity", '{"a": 1, "a": 2}', "[1,\n 2]", '""', "1.0", "1e400"):
    print(repr(json.loads(text)))
print(json.loads(b'{"k": "\xc3\xa9"}'), json.loads('[1.1]', parse_float=str), json.loads('[1]', parse_int=float), json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())), json.loads('{"a": 1, "b": 2}', object_pairs_hook=list))
from decimal import Decimal
print(json.loads("[1.10, 2]", parse_float=Decimal))
for text in ("", "{", "[1,]", "{'a': 1}", '{"a" 1}', '{"a": 1,}', "nul", "[1 2]", '"abc', '"\n"', "01", "1 2", '{"a": }', "[", '["\\x"]', "tru", "{1: 2}", "+1", ".5", "\n\n  x", '"\\u12"', "[1, 2", '{"a": 1'):
    try:
        print(json.loads(text))
    except json.JSONDecodeError as e:
        print(e, "|", e.msg, e.pos, e.lineno, e.colno)
try:
    json.loads(5)
except TypeError as e:
    print(e)
data = {"users": [{"id": i, "tags": ["t"] * i, "ok": i % 2 == 0} for i in range(3)], "none": None, "f": 1.25}
print(json.loads(json.dumps(data)) == data, isinstance(json.JSONDecodeError("m", "doc", 0), ValueError))
