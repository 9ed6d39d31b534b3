# UUIDs from text, ints, bytes and names.
import uuid
u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u, repr(u), u.hex, u.int, u.bytes, u.version, u.fields, str(u)[:8], u == uuid.UUID("{12345678123456781234567812345678}"), u == uuid.UUID("urn:uuid:12345678-1234-5678-1234-567812345678"), u.urn)
print(uuid.UUID(int=1), uuid.UUID(bytes=b"\0" * 15 + b"\x02"), uuid.UUID(hex="f" * 32), uuid.UUID(int=0), hash(u) == hash(uuid.UUID(str(u))), {u: 1}[uuid.UUID(u.hex)], uuid.UUID(int=1) < uuid.UUID(int=2), sorted([uuid.UUID(int=3), uuid.UUID(int=1)]), u != str(u), int(u) == u.int)
print(uuid.uuid5(uuid.NAMESPACE_DNS, "example.com"), uuid.uuid3(uuid.NAMESPACE_URL, "http://x"), uuid.uuid5(uuid.NAMESPACE_DNS, "a").version, uuid.NAMESPACE_DNS)
x = uuid.uuid4()
print(type(x).__name__, x.version, len(str(x)), x == uuid.uuid4(), str(x).count("-"), uuid.UUID(int=5, version=4))
for bad in (lambda: uuid.UUID("nope"), lambda: uuid.UUID(), lambda: uuid.UUID(int=-1), lambda: uuid.UUID(bytes=b"x"), lambda: u < 5, lambda: setattr(u, "int", 1), lambda: uuid.UUID("g" * 32), lambda: uuid.UUID(5)):
    try:
        print(bad())
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
