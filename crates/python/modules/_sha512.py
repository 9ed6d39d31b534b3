# The hash with which `random.seed()` spreads text.

_MASK = 0xFFFFFFFFFFFFFFFF


def _primes(n):
    found = []
    candidate = 2
    while len(found) < n:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found


def _root(value, power):
    # The first 64 bits of the fraction of a root, exactly.
    from math import isqrt

    target = value << (64 * power)
    if power == 2:
        return isqrt(target) & _MASK
    low, high = 0, 1 << 72
    while low < high:
        middle = (low + high + 1) // 2
        if middle**3 <= target:
            low = middle
        else:
            high = middle - 1
    return low & _MASK


_K = [_root(prime, 3) for prime in _primes(80)]
_START = [_root(prime, 2) for prime in _primes(8)]


def _turn(x, n):
    return (x >> n | x << (64 - n)) & _MASK


def sha512(data):
    state = list(_START)
    length = len(data)
    data = data + b"\x80" + b"\x00" * ((111 - length) % 128) + (length * 8).to_bytes(16, "big")
    for at in range(0, len(data), 128):
        w = [int.from_bytes(data[at + i : at + i + 8], "big") for i in range(0, 128, 8)]
        for i in range(16, 80):
            s0 = _turn(w[i - 15], 1) ^ _turn(w[i - 15], 8) ^ (w[i - 15] >> 7)
            s1 = _turn(w[i - 2], 19) ^ _turn(w[i - 2], 61) ^ (w[i - 2] >> 6)
            w.append((w[i - 16] + s0 + w[i - 7] + s1) & _MASK)
        a, b, c, d, e, f, g, h = state
        for i in range(80):
            s1 = _turn(e, 14) ^ _turn(e, 18) ^ _turn(e, 41)
            t1 = (h + s1 + ((e & f) ^ (~e & g)) + _K[i] + w[i]) & _MASK
            s0 = _turn(a, 28) ^ _turn(a, 34) ^ _turn(a, 39)
            t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & _MASK
            a, b, c, d, e, f, g, h = (t1 + t2) & _MASK, a, b, c, (d + t1) & _MASK, e, f, g
        state = [(x + y) & _MASK for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join([word.to_bytes(8, "big") for word in state])
