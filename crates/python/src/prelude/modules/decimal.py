ROUND_DOWN = "ROUND_DOWN"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_CEILING = "ROUND_CEILING"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_UP = "ROUND_UP"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_05UP = "ROUND_05UP"


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Rounded(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


class Context:
    def __init__(self, prec=28, rounding=ROUND_HALF_EVEN, **kwargs):
        self.prec = prec
        self.rounding = rounding
        self.Emax = 999999
        self.Emin = -999999

    def copy(self):
        return Context(self.prec, self.rounding)

    def create_decimal(self, value="0"):
        return Decimal(value)._fixed(self)

    def quantize(self, a, b):
        return a.quantize(b)

    def __enter__(self):
        return self


_context = [Context()]
DefaultContext = BasicContext = ExtendedContext = Context()


def getcontext():
    return _context[-1]


def setcontext(context):
    _context[-1] = context


class localcontext:
    def __init__(self, ctx=None, **kwargs):
        self._new = (ctx or getcontext()).copy()
        for name, value in kwargs.items():
            setattr(self._new, name, value)

    def __enter__(self):
        _context.append(self._new)
        return self._new

    def __exit__(self, *info):
        _context.pop()


class DecimalTuple(tuple):
    def __new__(cls, sign, digits, exponent):
        return tuple.__new__(cls, (sign, digits, exponent))

    @property
    def sign(self):
        return self[0]

    @property
    def digits(self):
        return self[1]

    @property
    def exponent(self):
        return self[2]

    def __repr__(self):
        return f"DecimalTuple(sign={self[0]}, digits={self[1]}, exponent={self[2]!r})"


def _round(coefficient, drop, rounding, sign):
    # Drop decimal digits of a coefficient.
    if drop <= 0:
        return coefficient * 10**-drop
    unit = 10**drop
    q, r = divmod(coefficient, unit)
    if r == 0:
        return q
    if rounding == ROUND_HALF_EVEN:
        up = r * 2 > unit or (r * 2 == unit and q % 2 == 1)
    elif rounding == ROUND_HALF_UP:
        up = r * 2 >= unit
    elif rounding == ROUND_HALF_DOWN:
        up = r * 2 > unit
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_UP:
        up = True
    elif rounding == ROUND_CEILING:
        up = not sign
    elif rounding == ROUND_FLOOR:
        up = sign == 1
    elif rounding == ROUND_05UP:
        up = q % 5 == 0
    else:
        raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
    return q + 1 if up else q


def _digits(n):
    return len(str(n)) if n else 1


def _make(sign, coefficient, exponent, special=None):
    self = object.__new__(Decimal)
    object.__setattr__(self, "_sign", sign)
    object.__setattr__(self, "_int", coefficient)
    object.__setattr__(self, "_exp", exponent)
    object.__setattr__(self, "_special", special)
    return self


class Decimal:
    __tp_name__ = "decimal.Decimal"
    def __new__(cls, value="0", context=None):
        if isinstance(value, Decimal):
            self = _make(value._sign, value._int, value._exp, value._special)
        elif isinstance(value, int):
            self = _make(1 if value < 0 else 0, abs(int(value)), 0)
        elif isinstance(value, float):
            self = cls.from_float(value)
        elif isinstance(value, str):
            self = _parse(value)
        elif isinstance(value, (tuple, list)):
            if len(value) != 3:
                raise ValueError("argument must be a sequence of length 3")
            coefficient = 0
            for digit in value[1]:
                coefficient = coefficient * 10 + digit
            if value[2] in ("F", "n", "N"):
                self = _make(value[0], 0, 0, "inf" if value[2] == "F" else "nan")
            else:
                self = _make(value[0], coefficient, value[2])
        else:
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        if cls is not Decimal:
            self.__class__ = cls
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return Decimal(f)
        if f != f:
            return _make(0, 0, 0, "nan")
        if f in (float("inf"), float("-inf")):
            return _make(1 if f < 0 else 0, 0, 0, "inf")
        n, d = abs(f).as_integer_ratio()
        k = d.bit_length() - 1
        sign = 1 if str(f)[0] == "-" else 0
        return _make(sign, n * 5**k, -k)

    def __setattr__(self, name, value):
        if name == "__class__":
            object.__setattr__(self, name, value)
            return
        raise AttributeError(f"'decimal.Decimal' object has no attribute '{name}'")

    # -------------------------------------------------- text

    def __str__(self):
        sign = "-" if self._sign else ""
        if self._special:
            return sign + ("Infinity" if self._special == "inf" else "NaN")
        digits = str(self._int)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            dot = left
        else:
            dot = 1
        if dot <= 0:
            whole, fraction = "0", "." + "0" * -dot + digits
        elif dot >= len(digits):
            whole, fraction = digits + "0" * (dot - len(digits)), ""
        else:
            whole, fraction = digits[:dot], "." + digits[dot:]
        exponent = "" if left == dot else f"E{left - dot:+d}"
        return sign + whole + fraction + exponent

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec):
        if not spec:
            return str(self)
        return _format(self, spec)

    def to_eng_string(self, context=None):
        return str(self)

    # -------------------------------------------------- arithmetic

    def _fixed(self, context=None):
        if self._special:
            return self
        context = context or getcontext()
        n = _digits(self._int)
        if n <= context.prec:
            return self
        drop = n - context.prec
        coefficient = _round(self._int, drop, context.rounding, self._sign)
        exponent = self._exp + drop
        if _digits(coefficient) > context.prec:
            coefficient //= 10
            exponent += 1
        return _make(self._sign, coefficient, exponent)

    def _signed(self):
        return -self._int if self._sign else self._int

    def __add__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        if self._special or other._special:
            if self._special == "nan" or other._special == "nan":
                return _make(0, 0, 0, "nan")
            if self._special and other._special and self._sign != other._sign:
                raise InvalidOperation([InvalidOperation])
            return self if self._special else other
        exponent = min(self._exp, other._exp)
        total = self._signed() * 10 ** (self._exp - exponent) + other._signed() * 10 ** (other._exp - exponent)
        if total == 0:
            sign = 1 if self._sign and other._sign else 0
        else:
            sign = 1 if total < 0 else 0
        return _make(sign, abs(total), exponent)._fixed()

    __radd__ = __add__

    def __neg__(self):
        if self._special:
            return _make(1 - self._sign, 0, 0, self._special)
        if not self._int:
            return _make(0, 0, self._exp)
        return _make(1 - self._sign, self._int, self._exp)._fixed()

    def __pos__(self):
        if not self._special and not self._int:
            return _make(0, 0, self._exp)
        return self._fixed()

    def __abs__(self):
        return _make(0, self._int, self._exp, self._special)._fixed()

    def copy_abs(self):
        return _make(0, self._int, self._exp, self._special)

    def copy_negate(self):
        return _make(1 - self._sign, self._int, self._exp, self._special)

    def copy_sign(self, other):
        return _make(_other(other)._sign, self._int, self._exp, self._special)

    def __sub__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        return self + other.copy_negate()

    def __rsub__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        return other - self

    def __mul__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        sign = self._sign ^ other._sign
        if self._special or other._special:
            if self._special == "nan" or other._special == "nan":
                return _make(0, 0, 0, "nan")
            if (self._special and other._special is None and not other._int) or (other._special and self._special is None and not self._int):
                raise InvalidOperation([InvalidOperation])
            return _make(sign, 0, 0, "inf")
        return _make(sign, self._int * other._int, self._exp + other._exp)._fixed()

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        sign = self._sign ^ other._sign
        if self._special or other._special:
            if self._special == "nan" or other._special == "nan":
                return _make(0, 0, 0, "nan")
            if self._special and other._special:
                raise InvalidOperation([InvalidOperation])
            return _make(sign, 0, 0, "inf") if self._special else _make(sign, 0, -1000026)
        if not other._int:
            if not self._int:
                raise InvalidOperation([DivisionUndefined])
            raise DivisionByZero([DivisionByZero])
        if not self._int:
            return _make(sign, 0, self._exp - other._exp)
        prec = getcontext().prec
        shift = _digits(other._int) - _digits(self._int) + prec + 1
        exponent = self._exp - other._exp - shift
        if shift >= 0:
            coefficient, rest = divmod(self._int * 10**shift, other._int)
        else:
            coefficient, rest = divmod(self._int, other._int * 10**-shift)
        if rest:
            if coefficient % 5 == 0:
                coefficient += 1
        else:
            ideal = self._exp - other._exp
            while exponent < ideal and coefficient % 10 == 0:
                coefficient //= 10
                exponent += 1
        return _make(sign, coefficient, exponent)._fixed()

    def __rtruediv__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        return other / self

    def _whole(self, other, what):
        if self._special == "nan" or other._special == "nan":
            return None
        if self._special:
            raise InvalidOperation([InvalidOperation])
        if other._special:
            return 0, self
        if not other._int:
            if not self._int:
                raise InvalidOperation([DivisionUndefined])
            if what == "div":
                raise DivisionByZero([DivisionByZero])
            raise InvalidOperation([InvalidOperation])
        exponent = min(self._exp, other._exp)
        a = self._int * 10 ** (self._exp - exponent)
        b = other._int * 10 ** (other._exp - exponent)
        q, r = divmod(a, b)
        if _digits(q) > getcontext().prec:
            raise InvalidOperation([DivisionImpossible])
        return q, _make(self._sign, r, exponent)

    def __floordiv__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        result = self._whole(other, "div")
        if result is None:
            return _make(0, 0, 0, "nan")
        return _make(self._sign ^ other._sign, result[0], 0)

    def __rfloordiv__(self, other):
        other = _other(other)
        return other if other is NotImplemented else other // self

    def __mod__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        result = self._whole(other, "mod")
        return _make(0, 0, 0, "nan") if result is None else result[1]._fixed()

    def __rmod__(self, other):
        other = _other(other)
        return other if other is NotImplemented else other % self

    def __divmod__(self, other):
        other = _other(other)
        if other is NotImplemented:
            return other
        return self // other, self % other

    def __pow__(self, other, modulo=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        if other._special or self._special:
            raise NotImplementedError("powers of special decimals are not provided")
        if other != other.to_integral_value():
            if other == Decimal("0.5"):
                return self.sqrt()
            raise NotImplementedError("fractional powers of decimals are not provided: use floats, or sqrt()")
        n = int(other)
        if n == 0:
            if not self._int:
                raise InvalidOperation([InvalidOperation])
            return _make(0, 1, 0)
        if n > 0:
            return _make(self._sign if n % 2 else 0, self._int**n, self._exp * n)._fixed()
        if not self._int:
            raise DivisionByZero([DivisionByZero])
        context = getcontext()
        with localcontext() as inner:
            inner.prec = context.prec + 10
            result = Decimal(1) / _make(self._sign if n % 2 else 0, self._int**-n, self._exp * -n)
        return result._fixed()

    def __rpow__(self, other):
        other = _other(other)
        return other if other is NotImplemented else other**self

    def sqrt(self, context=None):
        if self._special or (self._sign and self._int):
            raise InvalidOperation([InvalidOperation])
        if not self._int:
            return _make(self._sign, 0, self._exp >> 1)
        prec = getcontext().prec + 1
        e = self._exp
        c = self._int
        if e % 2:
            c *= 10
            e -= 1
        shift = prec - (_digits(c) + 1) // 2
        exact = True
        if shift >= 0:
            c *= 100**shift
        else:
            c, rest = divmod(c, 100**-shift)
            exact = not rest
        e = e // 2 - shift
        from math import isqrt

        n = isqrt(c)
        exact = exact and n * n == c
        if exact:
            ideal = self._exp >> 1
            while e < ideal and n % 10 == 0:
                n //= 10
                e += 1
        elif n % 5 == 0:
            n += 1
        return _make(0, n, e)._fixed()

    # -------------------------------------------------- rounding

    def quantize(self, exp, rounding=None, context=None):
        exp = _other(exp)
        if self._special or exp._special:
            if self._special and exp._special:
                return self
            raise InvalidOperation([InvalidOperation])
        context = context or getcontext()
        coefficient = _round(self._int, exp._exp - self._exp, rounding or context.rounding, self._sign)
        if _digits(coefficient) > context.prec:
            raise InvalidOperation([InvalidOperation])
        return _make(self._sign, coefficient, exp._exp)

    def to_integral_value(self, rounding=None, context=None):
        if self._special or self._exp >= 0:
            return self
        return _make(self._sign, _round(self._int, -self._exp, rounding or getcontext().rounding, self._sign), 0)

    to_integral = to_integral_value

    def __round__(self, n=None):
        if n is None:
            if self._special:
                raise (ValueError("cannot round a NaN") if self._special == "nan" else OverflowError("cannot round an infinity"))
            result = _round(self._int, -self._exp, ROUND_HALF_EVEN, self._sign)
            return -result if self._sign else result
        return self.quantize(_make(0, 1, -n), rounding=ROUND_HALF_EVEN)

    def __int__(self):
        if self._special:
            raise (ValueError("cannot convert NaN to integer") if self._special == "nan" else OverflowError("cannot convert Infinity to integer"))
        result = self._int * 10**self._exp if self._exp >= 0 else self._int // 10**-self._exp
        return -result if self._sign else result

    __trunc__ = __int__

    def __floor__(self):
        return int(self.to_integral_value(ROUND_FLOOR))

    def __ceil__(self):
        return int(self.to_integral_value(ROUND_CEILING))

    def __float__(self):
        if self._special:
            return float("nan") if self._special == "nan" else float("-inf" if self._sign else "inf")
        return float(str(self))

    def __bool__(self):
        return bool(self._special or self._int)

    def normalize(self, context=None):
        if self._special:
            return self
        fixed = self._fixed()
        if not fixed._int:
            return _make(fixed._sign, 0, 0)
        coefficient, exponent = fixed._int, fixed._exp
        while coefficient % 10 == 0:
            coefficient //= 10
            exponent += 1
        return _make(fixed._sign, coefficient, exponent)

    def as_tuple(self):
        if self._special:
            return DecimalTuple(self._sign, (0,) if self._special == "inf" else (), "F" if self._special == "inf" else "n")
        return DecimalTuple(self._sign, tuple([int(d) for d in str(self._int)]), self._exp)

    def as_integer_ratio(self):
        if self._exp >= 0:
            return (self._signed() * 10**self._exp, 1)
        from math import gcd

        d = 10**-self._exp
        g = gcd(self._int, d)
        return (self._signed() // g, d // g)

    def adjusted(self):
        return 0 if self._special else self._exp + _digits(self._int) - 1

    def scaleb(self, other):
        return _make(self._sign, self._int, self._exp + int(other))._fixed()

    def is_nan(self):
        return self._special == "nan"

    def is_infinite(self):
        return self._special == "inf"

    def is_finite(self):
        return self._special is None

    def is_zero(self):
        return self._special is None and not self._int

    def is_signed(self):
        return self._sign == 1

    def same_quantum(self, other):
        return self._exp == _other(other)._exp

    # -------------------------------------------------- comparison

    def _order(self, other):
        # -1, 0, 1; None with a NaN.
        if self._special == "nan" or other._special == "nan":
            return None
        if self._special or other._special:
            a = (-1 if self._sign else 1) if self._special else 0
            b = (-1 if other._sign else 1) if other._special else 0
            return (a > b) - (a < b)
        exponent = min(self._exp, other._exp)
        a = self._signed() * 10 ** (self._exp - exponent)
        b = other._signed() * 10 ** (other._exp - exponent)
        return (a > b) - (a < b)

    def compare(self, other):
        order = self._order(_other(other))
        return _make(0, 0, 0, "nan") if order is None else Decimal(order)

    def __eq__(self, other):
        other = _comparable(other)
        if other is NotImplemented:
            return other
        return self._order(other) == 0

    def __lt__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else _ordered(self, other) == -1

    def __le__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else _ordered(self, other) in (-1, 0)

    def __gt__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else _ordered(self, other) == 1

    def __ge__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else _ordered(self, other) in (0, 1)

    def __hash__(self):
        if self._special:
            return 314159 * (-1 if self._sign else 1) if self._special == "inf" else object.__hash__(self)
        p = 2305843009213693951
        if self._exp >= 0:
            h = self._int * pow(10, self._exp, p) % p
        else:
            h = self._int * pow(pow(10, p - 2, p), -self._exp, p) % p
        if self._sign:
            h = -h
        return -2 if h == -1 else h

    def max(self, other):
        other = _other(other)
        return self if self >= other else other

    def min(self, other):
        other = _other(other)
        return self if self <= other else other

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


Decimal.__module__ = "decimal"


class DivisionImpossible(InvalidOperation):
    pass


def _ordered(a, b):
    order = a._order(b)
    if order is None:
        raise InvalidOperation([InvalidOperation])
    return order


def _other(value):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _make(1 if value < 0 else 0, abs(int(value)), 0)
    return NotImplemented


def _comparable(value):
    if isinstance(value, float):
        return Decimal.from_float(value)
    return _other(value)


def _parse(text):
    body = text.strip().replace("_", "")
    sign = 0
    if body[:1] in ("+", "-"):
        sign = 1 if body[0] == "-" else 0
        body = body[1:]
    lower = body.lower()
    if lower in ("inf", "infinity"):
        return _make(sign, 0, 0, "inf")
    if lower in ("nan", "snan"):
        return _make(sign, 0, 0, "nan")
    mantissa, e, exponent = lower.partition("e")
    whole, point, fraction = mantissa.partition(".")
    digits = whole + fraction
    shift = exponent[1:] if exponent[:1] in ("+", "-") else exponent
    if not digits.isdigit() or (e and not shift.isdigit()):
        raise InvalidOperation([ConversionSyntax])
    return _make(sign, int(digits), (int(exponent) if e else 0) - len(fraction))


def _format(value, spec):
    fill, align, sign, zero, comma, precision, width, kind = " ", ">", "-", False, "", None, "", ""
    i = 0
    if len(spec) > 1 and spec[1] in "<>=^":
        fill, align, i = spec[0], spec[1], 2
    elif spec and spec[0] in "<>=^":
        align, i = spec[0], 1
    if i < len(spec) and spec[i] in "+- ":
        sign = spec[i]
        i += 1
    if i < len(spec) and spec[i] == "0":
        zero = True
        fill, align = "0", "="
        i += 1
    while i < len(spec) and spec[i].isdigit():
        width += spec[i]
        i += 1
    if i < len(spec) and spec[i] in ",_":
        comma = spec[i]
        i += 1
    if i < len(spec) and spec[i] == ".":
        i += 1
        start = i
        while i < len(spec) and spec[i].isdigit():
            i += 1
        precision = int(spec[start:i])
    if i < len(spec):
        kind = spec[i]
        i += 1
    if i < len(spec) or kind not in ("", "f", "F", "e", "E", "g", "G", "%", "n"):
        raise ValueError("invalid format string")
    front = "-" if value._sign else "" if sign == "-" else sign
    number = value.copy_abs()
    if number._special:
        body = str(number)
    else:
        rounding = getcontext().rounding
        if kind == "%":
            number = _make(0, number._int, number._exp + 2)
        if kind in ("f", "F", "%"):
            if precision is not None:
                number = _make(0, _round(number._int, -precision - number._exp, rounding, value._sign), -precision)
            elif number._exp > 0:
                number = _make(0, number._int * 10**number._exp, 0)
            digits = str(number._int)
            places = -number._exp
            if places > 0:
                digits = digits.rjust(places + 1, "0")
                body = digits[:-places] + "." + digits[-places:]
            else:
                body = digits
        elif kind in ("e", "E"):
            if precision is not None and number._int:
                number = _make(0, number._int, number._exp)._fixed(Context(precision + 1, rounding))
                pad = precision + 1 - _digits(number._int)
                if pad > 0:
                    number = _make(0, number._int * 10**pad, number._exp - pad)
            digits = str(number._int)
            body = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"{kind}{number.adjusted():+d}"
        else:
            if precision is not None:
                number = number._fixed(Context(max(precision, 1), rounding))
            body = str(number)
            if kind == "g":
                body = body.lower()
        if kind == "%":
            body += "%"
    if comma:
        end = len(body)
        for j in range(len(body)):
            if not body[j].isdigit():
                end = j
                break
        whole = body[:end]
        groups = []
        while len(whole) > 3:
            groups.insert(0, whole[-3:])
            whole = whole[:-3]
        groups.insert(0, whole)
        body = comma.join(groups) + body[end:]
    total = int(width) if width else 0
    missing = total - len(front) - len(body)
    if missing <= 0:
        return front + body
    if align == "<":
        return front + body + fill * missing
    if align == "^":
        return fill * (missing // 2) + front + body + fill * (missing - missing // 2)
    if align == "=":
        return front + fill * missing + body
    return fill * missing + front + body
