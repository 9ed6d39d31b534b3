# A message of several lines.
print("output without newline", end="")
raise ValueError("first line\nsecond line")
