"""MD5, for the digest in the names of Django's indexes."""

_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
_MASK = 0xFFFFFFFF


def _constants():
    import math

    return [int(abs(math.sin(i + 1)) * 4294967296) & _MASK for i in range(64)]


def md5_hex(text):
    """The digest of a text's UTF-8 bytes in hexadecimal."""
    data = list(text.encode("utf-8"))
    bits = len(data) * 8
    data.append(0x80)
    while len(data) % 64 != 56:
        data.append(0)
    for i in range(8):
        data.append((bits >> (8 * i)) & 0xFF)
    constants = _constants()
    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]
    for start in range(0, len(data), 64):
        words = []
        for i in range(start, start + 64, 4):
            words.append(data[i] | data[i + 1] << 8 | data[i + 2] << 16 | data[i + 3] << 24)
        a, b, c, d = state
        for i in range(64):
            turn = i // 16
            if turn == 0:
                f = (b & c) | (~b & d)
                g = i
            elif turn == 1:
                f = (d & b) | (~d & c)
                g = (5 * i + 1) % 16
            elif turn == 2:
                f = b ^ c ^ d
                g = (3 * i + 5) % 16
            else:
                f = c ^ (b | (~d & _MASK))
                g = (7 * i) % 16
            f = (f + a + constants[i] + words[g]) & _MASK
            a = d
            d = c
            c = b
            shift = _SHIFTS[turn * 4 + i % 4]
            b = (b + ((f << shift) | (f >> (32 - shift)))) & _MASK
        state = [(x + y) & _MASK for x, y in zip(state, [a, b, c, d])]
    text = ""
    for word in state:
        for i in range(4):
            text += "%02x" % ((word >> (8 * i)) & 0xFF)
    return text
