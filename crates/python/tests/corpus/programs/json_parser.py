# A JSON parser by hand agrees with the module.
import json
class Parser:
    def __init__(self, text): self.text, self.i = text, 0
    def fail(self, what): raise ValueError(f"{what} at {self.i}")
    def space(self):
        while self.i < len(self.text) and self.text[self.i] in " \t\n\r": self.i += 1
    def peek(self): return self.text[self.i] if self.i < len(self.text) else ""
    def eat(self, c):
        self.space()
        if self.peek() != c: self.fail(f"expected {c!r}")
        self.i += 1
    def value(self):
        self.space()
        match c := self.peek():
            case "{": return dict(self.items("}", self.pair))
            case "[": return list(self.items("]", self.value))
            case '"': return self.string()
            case _ if c and c in "-0123456789": return self.number()
        for word, v in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.i):
                self.i += len(word)
                return v
        self.fail("expected a value")
    def items(self, close, item):
        self.i += 1
        self.space()
        if self.peek() == close:
            self.i += 1
            return
        while True:
            yield item()
            self.space()
            if self.peek() != ",": break
            self.i += 1
        self.eat(close)
    def pair(self):
        self.space()
        key = self.string()
        self.eat(":")
        return key, self.value()
    def string(self):
        if self.peek() != '"': self.fail("expected a string")
        self.i += 1
        out = []
        while (c := self.peek()) != '"':
            if not c: self.fail("unterminated string")
            self.i += 1
            if c == "\\":
                e = self.peek()
                self.i += 1
                if e == "u":
                    out.append(chr(int(self.text[self.i:self.i + 4], 16)))
                    self.i += 4
                else: out.append({"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(e, e))
            else: out.append(c)
        self.i += 1
        return "".join(out)
    def number(self):
        start = self.i
        while (c := self.peek()) and c in "+-.eE0123456789": self.i += 1
        t = self.text[start:self.i]
        return float(t) if any(c in t for c in ".eE") else int(t)
def parse(text):
    p = Parser(text)
    v = p.value()
    p.space()
    if p.i != len(text): p.fail("extra data")
    return v
for text in ('{"a": [1, -2.5e3, {"b": null}], "c\\n\\u00e9": "x\\"y"}', "[]", " {} ", "[true,false ,null]", '"\\\\"', "12345678901234567890"):
    print(parse(text), parse(text) == json.loads(text))
for text in ("", "[1", '{"a" 1}', '"x', "[1] 2", "nul", "{1: 2}", "[,]"):
    try:
        print(parse(text))
    except ValueError as e:
        print(repr(text), e)
