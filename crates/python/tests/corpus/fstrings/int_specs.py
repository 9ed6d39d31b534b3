# The format language on integers.
for spec in ("", "d", "5", "<5", ">5", "^5", "=5", "05", "+", "-", " ", "+05", "x", "X", "o", "b", "#x", "#X", "#o", "#b", "#010x", "08b", ",", "_", "15,", "015,", "_b", "_x", "c", "e", ".2e", "f", ".1f", "g", "%", ".0%", "*^9", "*<+9", "n", "\u00e9>6"):
    out = [spec]
    for value in (0, 42, -7, 1234567, 65):
        try:
            out.append(format(value, spec))
        except (ValueError, OverflowError) as e:
            out.append(f"{type(e).__name__}: {e}")
    print(out)
