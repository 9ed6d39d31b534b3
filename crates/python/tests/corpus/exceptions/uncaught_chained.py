# The last exception of a chain counts.
try:
    int("x")
except ValueError as e:
    raise RuntimeError(f"wrapped: {e}") from e
