# Case methods and is-methods.
for s in ("hello World", "HELLO", "", "123", "a1", "  ", "Éa ß", "ǆ", "x_y", "Title Case", "don't stop", "½", "٣", "İ", "ﬁ", "5th ave"):
    print([s, s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()])
    print([s.isupper(), s.islower(), s.istitle(), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.isidentifier(), s.isascii(), s.isprintable()])
