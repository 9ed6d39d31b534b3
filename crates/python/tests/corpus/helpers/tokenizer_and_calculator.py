# A recursive-descent calculator.
class ParseError(Exception):
    def __init__(self, message, position):
        super().__init__(f"{message} at {position}")
        self.position = position
def tokenize(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            start = i
            while i < len(text) and (text[i].isdigit() or text[i] == "."): i += 1
            lexeme = text[start:i]
            try:
                yield "number", float(lexeme) if "." in lexeme else int(lexeme), start
            except ValueError as e:
                raise ParseError(f"bad number {lexeme!r}", start) from e
        elif c.isalpha():
            start = i
            while i < len(text) and text[i].isalnum(): i += 1
            yield "name", text[start:i], start
        elif text[i:i + 2] in ("**", "//"):
            yield "op", text[i:i + 2], i
            i += 2
        elif c in "+-*/%(),=":
            yield "op", c, i
            i += 1
        else:
            raise ParseError(f"unexpected {c!r}", i)
    yield "end", None, len(text)
class Calculator:
    binary = {"+": (1, lambda a, b: a + b), "-": (1, lambda a, b: a - b), "*": (2, lambda a, b: a * b), "/": (2, lambda a, b: a / b), "//": (2, lambda a, b: a // b), "%": (2, lambda a, b: a % b), "**": (4, lambda a, b: a ** b)}
    def __init__(self): self.names = {"max": max, "abs": abs, "pi": 3}
    def evaluate(self, text):
        self.tokens = list(tokenize(text))
        self.i = 0
        if len(self.tokens) > 2 and self.tokens[0][0] == "name" and self.tokens[1][1] == "=":
            name, self.i = self.tokens[0][1], 2
            value = self.names[name] = self.expression(0)
        else:
            value = self.expression(0)
        if self.peek()[0] != "end": raise ParseError(f"unexpected {self.peek()[1]!r}", self.peek()[2])
        return value
    def peek(self): return self.tokens[self.i]
    def take(self):
        token = self.tokens[self.i]
        self.i += 1
        return token
    def expression(self, level):
        left = self.unary()
        while (kind_value := self.peek())[0] == "op" and kind_value[1] in self.binary:
            precedence, f = self.binary[kind_value[1]]
            if precedence < level: break
            self.take()
            left = f(left, self.expression(precedence if kind_value[1] == "**" else precedence + 1))
        return left
    def unary(self):
        kind, value, position = self.take()
        match kind, value:
            case "number", n: return n
            case "op", "-": return -self.expression(3)
            case "op", "(":
                inner = self.expression(0)
                self.expect(")")
                return inner
            case "name", name:
                if name not in self.names: raise ParseError(f"unknown name {name!r}", position)
                if self.peek()[1] == "(":
                    self.take()
                    args = []
                    while self.peek()[1] != ")":
                        args.append(self.expression(0))
                        if self.peek()[1] == ",": self.take()
                        elif self.peek()[1] != ")": break
                    self.expect(")")
                    return self.names[name](*args)
                return self.names[name]
        raise ParseError(f"unexpected {'end' if kind == 'end' else repr(value)}", position)
    def expect(self, what):
        _, value, position = self.take()
        if value != what: raise ParseError(f"expected {what!r}, got {value!r}", position)
calc = Calculator()
for text in ("1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "10 / 4", "10 // 4 % 2", "x = 5", "x * pi", "max(1, x, 3) + abs(-4)", "1 +", "(1", "1 2", "y", "3 $ 4", "1.2.3", "1 / 0", "abs(1, 2)", "", "10 - 2 - 3", "2 * -3", "100 ** 20"):
    try:
        print(text, "=", calc.evaluate(text))
    except (ParseError, ArithmeticError, TypeError) as e:
        print(text, "->", type(e).__name__, e)
