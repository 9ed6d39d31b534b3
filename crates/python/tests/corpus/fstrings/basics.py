# Conversions, nesting, quotes, braces and evaluation order.
name, n, l = "Ann", 3, [1, "two"]
print(f"{name} {name!r} {name!s} {name!a} {'é'!a} {l} {l!r:>12}")
print(f"{{literal}} {{{n}}} {n}}} {{" f" joined {n}" " plain")
print(f"{n + 1} {n * 'ab'} {l[1]} {name.upper()} {(lambda x: x * 2)(n)} {n if n > 5 else 'small'}")
print(f"{'a' 'b'} {{'k': 1}} { {'k': 1}['k'] } { {1, } } {[x for x in range(3)]}")
print(f'''triple {
    n
} lines''')
print(f"{n=} {n = } {name=} {name=!s} {n=:>5} {n + 1=}")
print(f"{name:>{n + 5}} {name:{'*'}^{10}} {3.14159:.{n}f} {n:0{n + 1}d}")
print(rf"raw \n {n}", fr"\{n}", f"tab\t{n}", f"\x41\u00e9\N{BULLET}")
print(f"", f"{''}|{None}|{True}|{1.0}|{...}")
def s(x):
    print("eval", x)
    return x
print(f"{s(1)} {s('w'):>{s(4)}} {s(3)!r}")
try:
    f"{undefined_name}"
except NameError as e:
    print(e)
print(f"{n:d}" f"{n:,}" "{n}" rf"{n}")
print("%s {x}".format(x=1) + f"{'%d' % 5}")
