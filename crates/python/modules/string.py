whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join([x.capitalize() for x in s.split(sep)])


class Template:
    def __init__(self, template):
        self.template = template

    def _fill(self, mapping, safe):
        text = self.template
        result = []
        i = 0
        while i < len(text):
            if text[i] != "$":
                result.append(text[i])
                i += 1
                continue
            if text[i + 1 : i + 2] == "$":
                result.append("$")
                i += 2
                continue
            braced = text[i + 1 : i + 2] == "{"
            j = i + (2 if braced else 1)
            k = j
            while k < len(text) and text[k].isascii() and (text[k].isalpha() or text[k] == "_" or (k > j and text[k].isdigit())):
                k += 1
            name = text[j:k]
            if not name or (braced and text[k : k + 1] != "}"):
                if safe:
                    result.append(text[i])
                    i += 1
                    continue
                line = text.count("\n", 0, i) + 1
                column = i - text.rfind("\n", 0, i)
                raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")
            end = k + 1 if braced else k
            if name in mapping:
                result.append(str(mapping[name]))
            elif safe:
                result.append(text[i:end])
            else:
                raise KeyError(name)
            i = end
        return "".join(result)

    def substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, True)
