class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _quote(text, ensure_ascii):
    result = ['"']
    for char in text:
        if char in _ESCAPES:
            result.append(_ESCAPES[char])
        elif char < " ":
            result.append("\\u" + format(ord(char), "04x"))
        elif ensure_ascii and char > "~":
            code = ord(char)
            if code > 0xFFFF:
                code -= 0x10000
                result.append("\\u" + format(0xD800 | (code >> 10), "04x") + "\\u" + format(0xDC00 | (code & 0x3FF), "04x"))
            else:
                result.append("\\u" + format(code, "04x"))
        else:
            result.append(char)
    result.append('"')
    return "".join(result)


class JSONEncoder:
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = " " * indent if isinstance(indent, int) else indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        parts = []
        self._write(o, parts, 0, [])
        return "".join(parts)

    def iterencode(self, o):
        yield self.encode(o)

    def _scalar(self, o):
        if isinstance(o, str):
            return _quote(o, self.ensure_ascii)
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, int):
            return int.__repr__(o)
        if isinstance(o, float):
            if o != o or o in (float("inf"), float("-inf")):
                if not self.allow_nan:
                    raise ValueError("Out of range float values are not JSON compliant")
                return "NaN" if o != o else "Infinity" if o > 0 else "-Infinity"
            return float.__repr__(o)
        return None

    def _write(self, o, parts, level, open):
        text = self._scalar(o)
        if text is not None:
            parts.append(text)
            return
        if isinstance(o, (list, tuple)):
            brackets, items = "[]", [(None, v) for v in o]
        elif isinstance(o, dict):
            brackets, items = "{}", self._items(o)
        else:
            self._enter(o, open)
            self._write(self.default(o), parts, level, open)
            open.pop()
            return
        if not items:
            parts.append(brackets)
            return
        self._enter(o, open)
        parts.append(brackets[0])
        newline = "" if self.indent is None else "\n" + self.indent * (level + 1)
        separator = newline
        for key, value in items:
            parts.append(separator)
            separator = self.item_separator + newline
            if key is not None:
                parts.append(_quote(key, self.ensure_ascii))
                parts.append(self.key_separator)
            self._write(value, parts, level + 1, open)
        if self.indent is not None:
            parts.append("\n" + self.indent * level)
        parts.append(brackets[1])
        open.pop()

    def _enter(self, o, open):
        for other in open:
            if other is o:
                raise ValueError("Circular reference detected")
        open.append(o)

    def _items(self, o):
        items = []
        pairs = sorted(o.items()) if self.sort_keys else o.items()
        for key, value in pairs:
            if isinstance(key, str):
                pass
            elif key is None or key is True or key is False or isinstance(key, (int, float)):
                key = self._scalar(key)
            elif self.skipkeys:
                continue
            else:
                raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
            items.append((key, value))
        return items


def dumps(obj, *, cls=None, **kw):
    return (cls or JSONEncoder)(**kw).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


_SPACE = " \t\n\r"


class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.object_pairs_hook = object_pairs_hook
        self.strict = strict

    def decode(self, s):
        value, end = self._value(s, self._skip(s, 0))
        end = self._skip(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    def _skip(self, s, i):
        n = len(s)
        while i < n and s[i] in _SPACE:
            i += 1
        return i

    def _value(self, s, i):
        char = s[i : i + 1]
        if char == '"':
            return self._string(s, i + 1)
        if char == "{":
            return self._object(s, i + 1)
        if char == "[":
            return self._array(s, i + 1)
        for word, value in (("null", None), ("true", True), ("false", False), ("NaN", float("nan")), ("Infinity", float("inf")), ("-Infinity", float("-inf"))):
            if s.startswith(word, i):
                return value, i + len(word)
        return self._number(s, i)

    def _number(self, s, i):
        n = len(s)
        j = i
        if j < n and s[j] == "-":
            j += 1
        start = j
        while j < n and "0" <= s[j] <= "9":
            j += 1
            if s[start] == "0":
                break
        if j == start:
            raise JSONDecodeError("Expecting value", s, i)
        is_float = False
        if j + 1 < n and s[j] == "." and "0" <= s[j + 1] <= "9":
            is_float = True
            j += 1
            while j < n and "0" <= s[j] <= "9":
                j += 1
        if j < n and s[j] in "eE":
            k = j + 1
            if k < n and s[k] in "+-":
                k += 1
            if k < n and "0" <= s[k] <= "9":
                is_float = True
                j = k
                while j < n and "0" <= s[j] <= "9":
                    j += 1
        text = s[i:j]
        return (self.parse_float(text) if is_float else self.parse_int(text)), j

    def _string(self, s, i):
        begin = i - 1
        parts = []
        n = len(s)
        while True:
            j = i
            while j < n and s[j] != '"' and s[j] != "\\" and s[j] >= " ":
                j += 1
            parts.append(s[i:j])
            if j >= n:
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            if s[j] == '"':
                return "".join(parts), j + 1
            if s[j] != "\\":
                if self.strict:
                    raise JSONDecodeError("Invalid control character at", s, j)
                parts.append(s[j])
                i = j + 1
                continue
            escape = s[j + 1 : j + 2]
            if escape == "":
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            if escape == "u":
                code = self._hex(s, j + 2)
                i = j + 6
                if 0xD800 <= code <= 0xDBFF and s[i : i + 2] == "\\u":
                    low = self._hex(s, i + 2)
                    if 0xDC00 <= low <= 0xDFFF:
                        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                        i += 6
                parts.append(chr(code))
                continue
            plain = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}.get(escape)
            if plain is None:
                raise JSONDecodeError("Invalid \\escape", s, j)
            parts.append(plain)
            i = j + 2

    def _hex(self, s, i):
        text = s[i : i + 4]
        if len(text) == 4:
            try:
                return int(text, 16)
            except ValueError:
                pass
        raise JSONDecodeError("Invalid \\uXXXX escape", s, i - 1)

    def _array(self, s, i):
        values = []
        i = self._skip(s, i)
        if s[i : i + 1] == "]":
            return values, i + 1
        while True:
            value, i = self._value(s, i)
            values.append(value)
            i = self._skip(s, i)
            char = s[i : i + 1]
            if char == "]":
                return values, i + 1
            if char != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            i = self._skip(s, i + 1)

    def _object(self, s, i):
        pairs = []
        i = self._skip(s, i)
        if s[i : i + 1] == "}":
            i += 1
        else:
            while True:
                if s[i : i + 1] != '"':
                    raise JSONDecodeError("Expecting property name enclosed in double quotes", s, i)
                key, i = self._string(s, i + 1)
                i = self._skip(s, i)
                if s[i : i + 1] != ":":
                    raise JSONDecodeError("Expecting ':' delimiter", s, i)
                value, i = self._value(s, self._skip(s, i + 1))
                pairs.append((key, value))
                i = self._skip(s, i)
                char = s[i : i + 1]
                if char == "}":
                    i += 1
                    break
                if char != ",":
                    raise JSONDecodeError("Expecting ',' delimiter", s, i)
                i = self._skip(s, i + 1)
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs), i
        result = dict(pairs)
        if self.object_hook is not None:
            result = self.object_hook(result)
        return result, i


def loads(s, *, cls=None, **kw):
    if isinstance(s, bytes):
        s = s.decode()
    if not isinstance(s, str):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    return (cls or JSONDecoder)(**kw).decode(s)


def load(fp, **kw):
    return loads(fp.read(), **kw)
