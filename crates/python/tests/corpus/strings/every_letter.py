# Case and classes of letters, as sums over ranges of characters.
def check(first, last):
    total = 0
    for code in range(first, last):
        if 0xD800 <= code < 0xE000:
            continue
        c = chr(code)
        text = c.upper() + "|" + c.lower() + "|" + c.title() + "|" + c.casefold() + "|" + c.swapcase() + "|" + ("aΣ" + c + "b" + c.upper()).lower() + ("Σ" + c).capitalize()
        flags = (c.isupper(), c.islower(), c.istitle(), c.isalpha(), c.isdigit(), c.isdecimal(), c.isnumeric(), c.isprintable(), c.isidentifier(), ("a" + c).isidentifier())
        for x in text:
            total = (total * 31 + ord(x)) % 1000000007
        for f in flags:
            total = (total * 2 + f) % 1000000007
    return total


for first in range(0, 0x3000, 0x400):
    print(hex(first), check(first, first + 0x400))
for first in (0xA400, 0xA800, 0xAB30, 0xFB00, 0xFF00, 0x10400, 0x10C80, 0x118A0, 0x16E40, 0x1E900):
    print(hex(first), check(first, first + 0x100))
print("ὈΔΥΣΣΕΎΣ ΣΑΣ ΣΣ' Σ.Σ ΑΣ'Α".lower(), "ὀδυσσεύς ΣΑΣ".title(), "ǆ ŉ ß ﬁ ΐ".title(), "ẞ ς ſ ﬃ Ꭰ ꭰ".casefold())
