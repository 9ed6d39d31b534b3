# The format language on floats.
for spec in ("", "f", ".0f", ".1f", ".2f", ".10f", "10.3f", "<10.3f", "^10.3f", "=+10.3f", "010.3f", "e", ".0e", ".3E", "g", ".3g", ".10g", "G", "%", ".1%", ",", ",.2f", "_.2f", "+.2f", " .2f", "#.0f", "#g", ".3", "10", "z.1f", "n"):
    out = [spec]
    for value in (0.0, 3.14159, -2.5, 1234567.891, 1e-7, 1e22, 0.5, -0.0, float("inf"), float("nan")):
        try:
            out.append(format(value, spec))
        except ValueError as e:
            out.append(str(e))
    print(out)
