# Numbers of decimal digits with contexts, after the General Decimal Arithmetic Specification.

import contextvars as _contextvars
import math as _math

ROUND_DOWN = "ROUND_DOWN"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_CEILING = "ROUND_CEILING"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_UP = "ROUND_UP"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_05UP = "ROUND_05UP"
_ROUNDINGS = (ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP)

MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX
MIN_ETINY = MIN_EMIN - MAX_PREC + 1
HAVE_THREADS = HAVE_CONTEXTVAR = True


class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class InvalidContext(InvalidOperation):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


# In the order in which they come first.
_SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped)
# As a context shows them; where among them an invalid operation comes depends on what was wrong.
_SHOWN = (Clamped, ConversionSyntax, DivisionByZero, DivisionImpossible, Inexact, InvalidOperation, Overflow, Rounded, Subnormal, Underflow, FloatOperation)


class _Signals(dict):
    _wrong = ConversionSyntax

    def __setitem__(self, signal, value):
        if signal not in _SIGNALS:
            raise KeyError("invalid error flag")
        if signal is InvalidOperation:
            self._wrong = ConversionSyntax
        dict.__setitem__(self, signal, bool(value))

    def _note(self, condition):
        signal = condition
        if issubclass(condition, InvalidOperation):
            signal = InvalidOperation
            condition = DivisionImpossible if condition is DivisionUndefined else condition
            if not self[signal] or _SHOWN.index(condition) < _SHOWN.index(self._wrong):
                self._wrong = condition
        dict.__setitem__(self, signal, True)
        return signal

    def _names(self):
        shown = [InvalidOperation if signal is self._wrong else signal for signal in _SHOWN if signal is self._wrong or signal not in (ConversionSyntax, DivisionImpossible, InvalidOperation)]
        return ", ".join([signal.__name__ for signal in shown if self[signal]])

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def __repr__(self):
        return "{" + ", ".join([f"{signal!r}:{self[signal]}" for signal in _SIGNALS]) + "}"

    def copy(self):
        return dict(self)


def _signals(given):
    if isinstance(given, _Signals):
        copy = _Signals(given)
        copy._wrong = given._wrong
        return copy
    if isinstance(given, dict):
        return _Signals({signal: bool(given.get(signal, False)) for signal in _SIGNALS})
    if not isinstance(given, list):
        raise TypeError("argument must be a signal dict")
    for signal in given:
        if signal not in _SIGNALS:
            raise TypeError("values for list entries must be subclasses of DecimalException") if not (isinstance(signal, type) and issubclass(signal, DecimalException)) else KeyError("invalid error flag")
    return _Signals({signal: signal in given for signal in _SIGNALS})


def _integer(value):
    if not isinstance(value, int):
        raise TypeError("an integer is required")
    return value


class Context:
    __tp_name__ = "decimal.Context"
    __slots__ = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps")

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        self.prec = 28 if prec is None else prec
        self.rounding = ROUND_HALF_EVEN if rounding is None else rounding
        self.Emin = -999999 if Emin is None else Emin
        self.Emax = 999999 if Emax is None else Emax
        self.capitals = 1 if capitals is None else capitals
        self.clamp = 0 if clamp is None else clamp
        self.flags = [] if flags is None else flags
        self.traps = [InvalidOperation, DivisionByZero, Overflow] if traps is None else traps

    def __setattr__(self, name, value):
        if name == "rounding":
            if value not in _ROUNDINGS:
                raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        elif name == "prec":
            if not 1 <= _integer(value) <= MAX_PREC:
                raise ValueError("valid range for prec is [1, MAX_PREC]")
        elif name == "Emin":
            if not MIN_EMIN <= _integer(value) <= 0:
                raise ValueError("valid range for Emin is [MIN_EMIN, 0]")
        elif name == "Emax":
            if not 0 <= _integer(value) <= MAX_EMAX:
                raise ValueError("valid range for Emax is [0, MAX_EMAX]")
        elif name == "capitals" or name == "clamp":
            if _integer(value) not in (0, 1):
                raise ValueError(f"valid values for {name} are 0 or 1")
        elif name == "flags" or name == "traps":
            value = _signals(value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        raise AttributeError("context attributes cannot be deleted")

    def __repr__(self):
        return f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, flags=[{self.flags._names()}], traps=[{self.traps._names()}])"

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, self.flags, self.traps)

    __copy__ = copy

    def clear_flags(self):
        self.flags = []

    def clear_traps(self):
        self.traps = []

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def create_decimal(self, num="0", /):
        value = Decimal(num, self)
        if value._special in ("nan", "snan") and _digits(value._int) > self.prec - self.clamp:
            return _invalid(self, ConversionSyntax)
        return _fix(value, self)

    def create_decimal_from_float(self, f, /):
        return _fix(Decimal.from_float(f), self)

    # The operations of Decimal, under this context.

    def add(self, a, b, /):
        return _add(_operand(a), _operand(b), self)

    def subtract(self, a, b, /):
        return _subtract(_operand(a), _operand(b), self)

    def multiply(self, a, b, /):
        return _multiply(_operand(a), _operand(b), self)

    def divide(self, a, b, /):
        return _divide(_operand(a), _operand(b), self)

    def divide_int(self, a, b, /):
        return _divide_int(_operand(a), _operand(b), self)

    def remainder(self, a, b, /):
        return _remainder(_operand(a), _operand(b), self)

    def divmod(self, a, b, /):
        return _divmod(_operand(a), _operand(b), self)

    def power(self, a, b, modulo=None):
        return _power(_operand(a), _operand(b), modulo, self)

    def plus(self, a, /):
        return _plus(_operand(a), self)

    def minus(self, a, /):
        return _minus(_operand(a), self)

    def abs(self, a, /):
        return _absolute(_operand(a), self)

    def to_sci_string(self, a, /):
        return _text(_operand(a), self)

    def to_eng_string(self, a, /):
        return _operand(a).to_eng_string(self)

    def copy_decimal(self, a, /):
        return _operand(a)

    def radix(self):
        return Decimal(10)


def _add_context_methods():
    def unary(name):
        return lambda self, a, /: getattr(_operand(a), name)(context=self)

    def binary(name):
        return lambda self, a, b, /: getattr(_operand(a), name)(b, context=self)

    def plain_unary(name):
        return lambda self, a, /: getattr(_operand(a), name)()

    def plain_binary(name):
        return lambda self, a, b, /: getattr(_operand(a), name)(b)

    for make, names in (
        (unary, "exp ln log10 sqrt logb logical_invert next_minus next_plus normalize number_class to_integral to_integral_exact to_integral_value is_normal is_subnormal"),
        (binary, "compare compare_signal logical_and logical_or logical_xor max max_mag min min_mag next_toward quantize remainder_near rotate scaleb shift"),
        (plain_unary, "canonical copy_abs copy_negate is_canonical is_finite is_infinite is_nan is_qnan is_signed is_snan is_zero"),
        (plain_binary, "compare_total compare_total_mag copy_sign same_quantum"),
    ):
        for name in names.split():
            function = make(name)
            function.__name__ = name
            function.__qualname__ = "Context." + name
            setattr(Context, name, function)

    def fma(self, a, b, c, /):
        return _operand(a).fma(b, c, context=self)

    Context.fma = fma


DefaultContext = Context()
BasicContext = Context(9, ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped])
ExtendedContext = Context(9, ROUND_HALF_EVEN, traps=[])
_current = _contextvars.ContextVar("decimal_context")


def getcontext():
    context = _current.get(None)
    if context is None:
        context = DefaultContext.copy()
        _current.set(context)
    return context


def setcontext(context, /):
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class _ContextManager:
    def __init__(self, context):
        self._new = context

    def __enter__(self):
        self._old = getcontext()
        _current.set(self._new)
        return self._new

    def __exit__(self, *info):
        _current.set(self._old)


_CHANGES = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps")


def localcontext(ctx=None, **kwargs):
    if ctx is not None and not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    context = (getcontext() if ctx is None else ctx).copy()
    for name, value in kwargs.items():
        if name not in _CHANGES:
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(context, name, value)
    return _ContextManager(context)


def _signal(context, *conditions):
    # Note what happened; raise it, if the context traps it.
    trapped = []
    for condition in conditions:
        signal = context.flags._note(condition)
        if context.traps[signal]:
            trapped.append((_SIGNALS.index(signal), condition))
    if trapped:
        trapped.sort(key=lambda pair: pair[0])
        raise _SIGNALS[trapped[0][0]]([condition for _, condition in trapped])


def _invalid(context, condition=InvalidOperation):
    _signal(context, condition)
    return _make(0, 0, 0, "nan")


class DecimalTuple(tuple):
    __slots__ = ()
    _fields = __match_args__ = ("sign", "digits", "exponent")

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

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, /, **changes):
        return DecimalTuple(**{**self._asdict(), **changes})

    def __repr__(self):
        return f"DecimalTuple(sign={self[0]!r}, digits={self[1]!r}, exponent={self[2]!r})"


# ---------------------------------------------------------------- digits


def _digits(n):
    # How many digits a coefficient has.
    if n < 10:
        return 1
    guess = n.bit_length() * 30103 // 100000
    return guess + 1 if n >= 10**guess else guess


def _round(coefficient, drop, rounding, sign):
    # Without its last digits; or with that many zeros, if there are less than none to drop.
    if drop <= 0:
        return coefficient * 10**-drop
    if drop > _digits(coefficient) + 1:
        # What is left over is less than half of a unit, however much less.
        q, r, unit = 0, min(coefficient, 1), 10
    else:
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
    else:
        up = q % 5 == 0
    return q + 1 if up else q


def _make(sign, coefficient, exponent, special=None):
    self = object.__new__(Decimal)
    self._sign = sign
    self._int = coefficient
    self._exp = exponent
    self._special = special
    return self


def _fix(value, context):
    # A result as the context wants it.
    if value._special:
        return value
    sign, coefficient, exponent = value._sign, value._int, value._exp
    prec = context.prec
    n = _digits(coefficient)
    tiny = context.Emin - prec + 1
    top = context.Emax - prec + 1
    if not coefficient:
        fitting = min(max(exponent, tiny), top if context.clamp else context.Emax)
        if fitting == exponent:
            return value
        _signal(context, Clamped)
        return _make(sign, 0, fitting)
    least = n + exponent - prec
    if least > top:
        return _overflow(sign, context)
    subnormal = least < tiny
    if subnormal:
        least = tiny
    if exponent < least:
        rounded = _round(coefficient, least - exponent, context.rounding, sign)
        inexact = rounded * 10 ** (least - exponent) != coefficient if least - exponent <= n + 1 else True
        if _digits(rounded) > prec:
            rounded //= 10
            least += 1
        if least > top:
            return _overflow(sign, context)
        conditions = []
        if inexact and subnormal:
            conditions.append(Underflow)
        if subnormal:
            conditions.append(Subnormal)
        if inexact:
            conditions.append(Inexact)
        conditions.append(Rounded)
        if not rounded:
            conditions.append(Clamped)
        _signal(context, *conditions)
        return _make(sign, rounded, least)
    if subnormal:
        _signal(context, Subnormal)
    if context.clamp and exponent > top:
        _signal(context, Clamped)
        return _make(sign, coefficient * 10 ** (exponent - top), top)
    return value


def _overflow(sign, context):
    _signal(context, Overflow, Inexact, Rounded)
    rounding = context.rounding
    if rounding in (ROUND_DOWN, ROUND_05UP) or (rounding == ROUND_CEILING and sign) or (rounding == ROUND_FLOOR and not sign):
        return _make(sign, 10**context.prec - 1, context.Emax - context.prec + 1)
    return _make(sign, 0, 0, "inf")


def _nan_of(context, *values):
    # What an operation on a NaN comes to; None without one.
    for value in values:
        if value._special == "snan":
            _signal(context, InvalidOperation)
            return _make(value._sign, value._int, 0, "nan")
    for value in values:
        if value._special == "nan":
            return value
    return None


def _order(a, b):
    # -1, 0 or 1, of what are no NaNs.
    if a._special or b._special:
        x = (-1 if a._sign else 1) if a._special else 0
        y = (-1 if b._sign else 1) if b._special else 0
        return (x > y) - (x < y)
    if not a._int or not b._int:
        x = 0 if not a._int else -1 if a._sign else 1
        y = 0 if not b._int else -1 if b._sign else 1
        return (x > y) - (x < y)
    if a._sign != b._sign:
        return -1 if a._sign else 1
    x, y = a.adjusted(), b.adjusted()
    if x == y:
        exponent = min(a._exp, b._exp)
        x = a._int * 10 ** (a._exp - exponent)
        y = b._int * 10 ** (b._exp - exponent)
    order = (x > y) - (x < y)
    return -order if a._sign else order


# ---------------------------------------------------------------- operations


def _add(a, b, context):
    if a._special or b._special:
        nan = _nan_of(context, a, b)
        if nan is not None:
            return nan
        if a._special and b._special and a._sign != b._sign:
            return _invalid(context)
        return a if a._special else b
    exponent = min(a._exp, b._exp)
    if not a._int and not b._int:
        sign = a._sign if a._sign == b._sign else int(context.rounding == ROUND_FLOOR)
        return _fix(_make(sign, 0, exponent), context)
    if not a._int or not b._int:
        other = b if not a._int else a
        exponent = max(exponent, other._exp - context.prec - 1)
        return _fix(_make(other._sign, _round(other._int, exponent - other._exp, ROUND_DOWN, 0), exponent) if exponent <= other._exp else other, context)
    # What is too small to be seen only says to which side the sum lies.
    for big, small in ((a, b), (b, a)):
        floor = big._exp + min(-1, _digits(big._int) - context.prec - 2)
        if _digits(small._int) + small._exp - 1 < floor:
            small = _make(small._sign, 1, floor)
            exponent = min(big._exp, floor)
            a, b = big, small
            break
    x = a._int * 10 ** (a._exp - exponent)
    y = b._int * 10 ** (b._exp - exponent)
    total = (-x if a._sign else x) + (-y if b._sign else y)
    if total == 0:
        sign = int(context.rounding == ROUND_FLOOR)
    else:
        sign = 1 if total < 0 else 0
    return _fix(_make(sign, abs(total), exponent), context)


def _subtract(a, b, context):
    if a._special or b._special:
        nan = _nan_of(context, a, b)
        if nan is not None:
            return nan
    return _add(a, b.copy_negate(), context)


def _multiply(a, b, context):
    sign = a._sign ^ b._sign
    if a._special or b._special:
        nan = _nan_of(context, a, b)
        if nan is not None:
            return nan
        if (not a._special and not a._int) or (not b._special and not b._int):
            return _invalid(context)
        return _make(sign, 0, 0, "inf")
    return _fix(_make(sign, a._int * b._int, a._exp + b._exp), context)


def _divide(a, b, context):
    sign = a._sign ^ b._sign
    if a._special or b._special:
        nan = _nan_of(context, a, b)
        if nan is not None:
            return nan
        if a._special and b._special:
            return _invalid(context)
        if a._special:
            return _make(sign, 0, 0, "inf")
        _signal(context, Clamped)
        return _make(sign, 0, context.Etiny())
    if not b._int:
        if not a._int:
            return _invalid(context, DivisionUndefined)
        _signal(context, DivisionByZero)
        return _make(sign, 0, 0, "inf")
    ideal = a._exp - b._exp
    if not a._int:
        return _fix(_make(sign, 0, ideal), context)
    shift = _digits(b._int) - _digits(a._int) + context.prec + 1
    exponent = ideal - shift
    if shift >= 0:
        coefficient, rest = divmod(a._int * 10**shift, b._int)
    else:
        coefficient, rest = divmod(a._int, b._int * 10**-shift)
    if rest:
        if coefficient % 5 == 0:
            coefficient += 1
    else:
        while exponent < ideal and coefficient % 10 == 0:
            coefficient //= 10
            exponent += 1
    return _fix(_make(sign, coefficient, exponent), context)


def _whole(a, b, context):
    # Quotient and remainder of finite numbers, or None if the quotient has too many digits.
    if not a._int:
        return 0, _make(a._sign, 0, min(a._exp, b._exp))
    if a.adjusted() < b.adjusted():
        return 0, a if a._exp <= b._exp else _make(a._sign, a._int * 10 ** min(a._exp - b._exp, context.prec + 1), max(b._exp, a._exp - context.prec - 1))
    if a.adjusted() - b.adjusted() > context.prec:
        return None
    exponent = min(a._exp, b._exp)
    quotient, rest = divmod(a._int * 10 ** (a._exp - exponent), b._int * 10 ** (b._exp - exponent))
    if _digits(quotient) > context.prec:
        return None
    return quotient, _make(a._sign, rest, exponent)


def _divide_int(a, b, context):
    sign = a._sign ^ b._sign
    nan = _nan_of(context, a, b)
    if nan is not None:
        return nan
    if a._special:
        return _invalid(context) if b._special else _make(sign, 0, 0, "inf")
    if b._special:
        return _make(sign, 0, 0)
    if not b._int:
        if not a._int:
            return _invalid(context, DivisionUndefined)
        _signal(context, DivisionByZero)
        return _make(sign, 0, 0, "inf")
    parts = _whole(a, b, context)
    return _invalid(context, DivisionImpossible) if parts is None else _make(sign, parts[0], 0)


def _remainder(a, b, context):
    nan = _nan_of(context, a, b)
    if nan is not None:
        return nan
    if a._special:
        return _invalid(context)
    if b._special:
        return _fix(a, context)
    if not b._int:
        return _invalid(context, InvalidOperation if a._int else DivisionUndefined)
    parts = _whole(a, b, context)
    return _invalid(context, DivisionImpossible) if parts is None else _fix(parts[1], context)


def _divmod(a, b, context):
    sign = a._sign ^ b._sign
    nan = _nan_of(context, a, b)
    if nan is not None:
        return nan, nan
    if a._special:
        if b._special:
            nan = _invalid(context)
            return nan, nan
        infinite = _make(sign, 0, 0, "inf")
        return infinite, _invalid(context)
    if b._special:
        return _make(sign, 0, 0), _fix(a, context)
    if not b._int:
        if not a._int:
            nan = _invalid(context, DivisionUndefined)
            return nan, nan
        _signal(context, InvalidOperation, DivisionByZero)
        return _make(sign, 0, 0, "inf"), _make(0, 0, 0, "nan")
    parts = _whole(a, b, context)
    if parts is None:
        nan = _invalid(context, DivisionImpossible)
        return nan, nan
    return _make(sign, parts[0], 0), _fix(parts[1], context)


def _plus(a, context):
    nan = _nan_of(context, a)
    if nan is not None:
        return nan
    if not a._special and not a._int and context.rounding != ROUND_FLOOR:
        a = a.copy_abs()
    return _fix(a, context)


def _minus(a, context):
    nan = _nan_of(context, a)
    return nan if nan is not None else _plus(a.copy_negate(), context)


def _absolute(a, context):
    nan = _nan_of(context, a)
    return nan if nan is not None else _fix(a.copy_abs(), context)


def _is_integer(value):
    return not value._special and (value._exp >= 0 or not value._int or value._int % 10 ** min(-value._exp, _digits(value._int) + 1) == 0)


def _power(a, b, modulo, context):
    if modulo is not None:
        return _power_modulo(a, b, _operand(modulo), context)
    nan = _nan_of(context, a, b)
    if nan is not None:
        return nan
    whole = _is_integer(b)
    odd = whole and b._exp <= 0 and int(b) % 2 == 1
    sign = 1 if a._sign and odd else 0
    if not b._special and not b._int:
        if not a._special and not a._int:
            return _invalid(context)
        return _make(0, 1, 0)
    if not a._special and not a._int:
        if a._sign and not whole and not b._special:
            sign = 0
        return _make(sign, 0, 0, "inf") if b._sign else _make(sign, 0, 0)
    if a._sign and not whole:
        if not (b._special and a._special):
            return _invalid(context)
    if a._special:
        return _make(sign, 0, 0) if b._sign else _make(sign, 0, 0, "inf")
    order = _order(a.copy_abs(), _make(0, 1, 0))
    if b._special:
        if order == 0:
            _signal(context, Inexact, Rounded)
            return _make(0, 10 ** (context.prec - 1), 1 - context.prec)
        return _make(0, 0, 0, "inf") if (order > 0) != bool(b._sign) else _make(0, 0, 0)
    if order == 0:
        if not whole:
            _signal(context, Inexact, Rounded)
            return _make(0, 10 ** (context.prec - 1), 1 - context.prec)
        if b._sign:
            return _make(sign, 1, 0)
        shift = -a._exp * int(b)
        if shift > context.prec - 1:
            shift = context.prec - 1
            _signal(context, Rounded)
        return _make(sign, 10**shift, -shift)
    # Far beyond the largest and the smallest exponent there is nothing to compute.
    far = b.adjusted() + _digits(abs(a.adjusted()) or 1) > _digits(max(context.Emax, -context.Etiny())) + context.prec + 2
    if far:
        if (order > 0) != bool(b._sign):
            return _overflow(sign, context)
        return _fix(_make(sign, 1, context.Etiny() - context.prec - 1), context)
    if whole:
        n = abs(int(b))
        work = Context(context.prec + 4 + _digits(n), ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, traps=[])
        base = a.copy_abs()
        if b._sign:
            base = _divide(_make(0, 1, 0), base, work)
        result = None
        while n:
            if n % 2:
                result = base if result is None else _multiply(result, base, work)
            n //= 2
            if n:
                base = _multiply(base, base, work)
        if work.flags[Inexact]:
            _signal(context, Inexact, Rounded)
        return _fix(_make(sign, result._int, result._exp), context)
    width = context.prec + 12
    logarithm, places = _ln(a._int, a._exp, width + b.adjusted() + _digits(abs(a.adjusted()) + 1) + 4 if b.adjusted() > 0 else width + 12)
    x = logarithm * b._int
    coefficient, exponent = _exp(-x if b._sign else x, places - b._exp, width)
    extra = _digits(coefficient) - context.prec - 3
    coefficient = _round(coefficient, extra, ROUND_HALF_EVEN, 0)
    if coefficient % 1000 == 0:
        coefficient, extra = coefficient * 10 + 1, extra - 1
    return _fix(_make(0, coefficient, exponent + extra), context)


def _power_modulo(a, b, c, context):
    nan = _nan_of(context, a, b, c)
    if nan is not None:
        return nan
    if not (_is_integer(a) and _is_integer(b) and _is_integer(c)) or b._sign or not c._int or (not a._int and not b._int):
        return _invalid(context)
    modulus = abs(int(c))
    if _digits(modulus) > context.prec:
        return _invalid(context)
    value = pow(abs(int(a)), int(b), modulus)
    return _make(1 if a._sign and int(b) % 2 else 0, value, 0)


# ---------------------------------------------------------------- logarithms, with integers as fixed-point numbers

_constants = {}


def _inverse_tangent(n, unit):
    # atanh(1 / n)
    total = term = unit // n
    square = n * n
    k = 3
    while term:
        term //= square
        total += term // k
        k += 2
    return total


def _ln10(places):
    known = _constants.get("ln10")
    if known is None or known[0] < places:
        unit = 10 ** (places + 20)
        value = 46 * _inverse_tangent(31, unit) + 34 * _inverse_tangent(49, unit) + 20 * _inverse_tangent(161, unit)
        known = _constants["ln10"] = (places + 20, value)
    return known[1] // 10 ** (known[0] - places)


def _exp_series(x, unit):
    # Halved until the series is short, squared as often.
    halved = 12
    guard = 10**8
    wide = unit * guard
    x = x * guard >> halved
    total = term = wide
    k = 1
    while term:
        term = term * x // (wide * k) if term * x >= 0 else -(-term * x // (wide * k))
        total += term
        k += 1
    for _ in range(halved):
        total = total * total // wide
    return total // guard


def _exp(x, places, width):
    # exp(x / 10**places) as a coefficient of about that many digits, and its exponent.
    fine = width + 10
    unit = 10**fine
    more = fine + max(0, _digits(abs(x)) - places) + 4
    scaled = x * 10 ** (more - places) if more >= places else x // 10 ** (places - more)
    tens, rest = divmod(scaled, _ln10(more))
    rest //= 10 ** (more - fine)
    return _exp_series(rest, unit), tens - fine


def _ln(coefficient, exponent, width):
    # ln(coefficient * 10**exponent) with that many digits after the first: a number and its places.
    n = _digits(coefficient)
    tens = exponent + n - 1
    places = width + 10
    if tens == -1:
        # Close below 1: what is near to it must not be lost in a difference.
        tens, n = 0, n + 1
    if tens == 0:
        difference = abs(coefficient - 10 ** (n - 1))
        places += max(0, n - 1 - _digits(difference))
    unit = 10**places
    shift = places - (n - 1)
    value = coefficient * 10**shift if shift >= 0 else coefficient // 10**-shift
    first = places - 17
    y = int(_math.log(value / unit) * 10**17) * 10**first if first > 0 else int(_math.log(value / unit) * unit)
    right = 15
    while True:
        e = _exp_series(y, unit)
        y += 2 * unit * (value - e) // (value + e)
        if right > places:
            break
        right *= 3
    return y + tens * _ln10(places), places


def _rounded(context, compute):
    # The number that `compute` approaches (a coefficient and an exponent, for a number of digits), rounded.
    width = context.prec + 8
    while True:
        coefficient, exponent = compute(width)
        extra = _digits(coefficient) - context.prec
        tail = coefficient % 10**extra
        half = 5 * 10 ** (extra - 1)
        near = 10 ** max(extra - 5, 1)
        if min(tail, abs(tail - half), 10**extra - tail) > near or width > 4 * context.prec + 200:
            return coefficient, exponent
        width += context.prec


def _even(context):
    # These round to the nearest, whatever the context says.
    context = context.copy()
    context.rounding = ROUND_HALF_EVEN
    return context


def _finish(sign, coefficient, exponent, context):
    even = _even(context)
    even.traps = []
    even.flags = []
    result = _fix(_make(sign, coefficient, exponent), even)
    raised = [signal for signal in _SIGNALS if even.flags[signal]]
    if raised:
        _signal(context, *raised)
    return result


class Decimal:
    __tp_name__ = "decimal.Decimal"
    __slots__ = ("_sign", "_int", "_exp", "_special")

    def __new__(cls, value="0", context=None):
        if context is not None and not isinstance(context, Context):
            raise TypeError("optional argument must be a context")
        if isinstance(value, Decimal):
            if cls is Decimal and type(value) is Decimal:
                return value
            parts = value._sign, value._int, value._exp, value._special
        elif isinstance(value, int):
            parts = 1 if value < 0 else 0, abs(int(value)), 0, None
        elif isinstance(value, str):
            parts = _parse(value)
            if parts is None:
                _signal(context or getcontext(), ConversionSyntax)
                parts = 0, 0, 0, "nan"
        elif isinstance(value, (tuple, list)):
            parts = _from_parts(value)
        elif isinstance(value, float):
            _signal(context or getcontext(), FloatOperation)
            exact = Decimal.from_float(value)
            parts = exact._sign, exact._int, exact._exp, exact._special
        else:
            raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
        self = object.__new__(cls)
        self._sign, self._int, self._exp, self._special = parts
        return self

    @classmethod
    def from_float(cls, f, /):
        if isinstance(f, int):
            result = Decimal(int(f))
        elif not isinstance(f, float):
            raise TypeError("argument must be int or float")
        elif f != f:
            result = _make(0, 0, 0, "nan")
        elif f in (float("inf"), float("-inf")):
            result = _make(1 if f < 0 else 0, 0, 0, "inf")
        else:
            n, d = abs(f).as_integer_ratio()
            k = d.bit_length() - 1
            result = _make(1 if repr(f)[0] == "-" else 0, n * 5**k, -k)
        return result if cls is Decimal else cls(result)

    # -------------------------------------------------- text

    def __str__(self):
        return _text(self, getcontext())

    def __repr__(self):
        return f"Decimal('{_text(self, getcontext())}')"

    def __format__(self, spec, /):
        if not isinstance(spec, str):
            raise TypeError("format argument must be str")
        return _format(self, spec, getcontext())

    def to_eng_string(self, context=None):
        return _text(self, context or getcontext(), True)

    # -------------------------------------------------- arithmetic

    def __add__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _add(self, other, getcontext())

    __radd__ = __add__

    def __sub__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _subtract(self, other, getcontext())

    def __rsub__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _subtract(other, self, getcontext())

    def __mul__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _multiply(self, other, getcontext())

    __rmul__ = __mul__

    def __truediv__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _divide(self, other, getcontext())

    def __rtruediv__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _divide(other, self, getcontext())

    def __floordiv__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _divide_int(self, other, getcontext())

    def __rfloordiv__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _divide_int(other, self, getcontext())

    def __mod__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _remainder(self, other, getcontext())

    def __rmod__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _remainder(other, self, getcontext())

    def __divmod__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _divmod(self, other, getcontext())

    def __rdivmod__(self, other):
        other = _other(other)
        return other if other is NotImplemented else _divmod(other, self, getcontext())

    def __pow__(self, other, modulo=None):
        other = _other(other)
        return other if other is NotImplemented else _power(self, other, modulo, getcontext())

    def __rpow__(self, other, modulo=None):
        other = _other(other)
        return other if other is NotImplemented else _power(other, self, modulo, getcontext())

    def __neg__(self):
        return _minus(self, getcontext())

    def __pos__(self):
        return _plus(self, getcontext())

    def __abs__(self):
        return _absolute(self, getcontext())

    def fma(self, other, third, context=None):
        context = context or getcontext()
        other, third = _operand(other), _operand(third)
        if self._special or other._special:
            nan = _nan_of(context, self, other, third)
            if nan is not None:
                return nan
            return _add(_multiply(self, other, context), third, context)
        product = _make(self._sign ^ other._sign, self._int * other._int, self._exp + other._exp)
        return _add(product, third, context)

    def remainder_near(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _nan_of(context, self, other)
        if nan is not None:
            return nan
        if self._special:
            return _invalid(context)
        if other._special:
            return _fix(self, context)
        if not other._int:
            return _invalid(context, InvalidOperation if self._int else DivisionUndefined)
        parts = _whole(self, other, context)
        if parts is None:
            return _invalid(context, DivisionImpossible)
        quotient, rest = parts
        exponent = min(rest._exp, other._exp)
        left = rest._int * 10 ** (rest._exp - exponent)
        unit = other._int * 10 ** (other._exp - exponent)
        sign = self._sign
        if left * 2 > unit or (left * 2 == unit and quotient % 2):
            left, sign = unit - left, 1 - sign
            quotient += 1
        if _digits(quotient) > context.prec:
            return _invalid(context, DivisionImpossible)
        return _fix(_make(sign, left, exponent), context)

    def sqrt(self, context=None):
        context = context or getcontext()
        nan = _nan_of(context, self)
        if nan is not None:
            return nan
        if self._special:
            return _invalid(context) if self._sign else self
        if not self._int:
            return _fix(_make(self._sign, 0, self._exp >> 1), context)
        if self._sign:
            return _invalid(context)
        e = self._exp
        c = self._int
        if e % 2:
            c *= 10
            e -= 1
        shift = context.prec + 1 - (_digits(c) + 1) // 2
        exact = True
        if shift >= 0:
            c *= 100**shift
        else:
            c, rest = divmod(c, 100**-shift)
            exact = not rest
        e = e // 2 - shift
        n = _math.isqrt(c)
        exact = exact and n * n == c
        if exact:
            ideal = self._exp >> 1
            while e < ideal and n % 10 == 0:
                n //= 10
                e += 1
        elif n % 5 == 0:
            n += 1
        return _finish(0, n, e, context)

    def exp(self, context=None):
        context = context or getcontext()
        nan = _nan_of(context, self)
        if nan is not None:
            return nan
        if self._special:
            return _make(0, 0, 0) if self._sign else self
        if not self._int:
            return _make(0, 1, 0)
        prec = context.prec
        size = self.adjusted()
        if size > 19:
            return _fix(_make(0, 1, context.Etiny() - 1), context) if self._sign else _overflow(0, context)
        if size < -prec - 2:
            return _finish(0, 10 ** (prec + 2) + (-1 if self._sign else 1), -prec - 2, context)
        x = -self._int if self._sign else self._int
        coefficient, exponent = _rounded(context, lambda width: _exp(x * 10 ** max(self._exp, 0), max(-self._exp, 0), width))
        return _finish(0, coefficient, exponent, context)

    def _logarithm(self, context, compute):
        nan = _nan_of(context, self)
        if nan is not None:
            return nan
        if not self._special and not self._int:
            return _make(1, 0, 0, "inf")
        if self._sign:
            return _invalid(context)
        if self._special:
            return self
        return compute(context)

    def ln(self, context=None):
        def compute(context):
            if _order(self, _make(0, 1, 0)) == 0:
                return _make(0, 0, 0)
            sign = 1 if self.adjusted() < 0 else 0

            def approach(width):
                value, places = _ln(self._int, self._exp, width)
                return abs(value), -places

            return _finish(sign, *_rounded(context, approach), context)

        return self._logarithm(context or getcontext(), compute)

    def log10(self, context=None):
        def compute(context):
            if self._int == 10 ** (_digits(self._int) - 1):
                return _fix(Decimal(self.adjusted()), context)
            sign = 1 if self.adjusted() < 0 else 0

            def approach(width):
                value, places = _ln(self._int, self._exp, width)
                return abs(value) * 10**places // _ln10(places), -places

            return _finish(sign, *_rounded(context, approach), context)

        return self._logarithm(context or getcontext(), compute)

    # -------------------------------------------------- rounding

    def quantize(self, exp, rounding=None, context=None):
        exp = _operand(exp)
        context = context or getcontext()
        if rounding is not None and rounding not in _ROUNDINGS:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        if self._special or exp._special:
            nan = _nan_of(context, self, exp)
            if nan is not None:
                return nan
            return self if self._special and exp._special else _invalid(context)
        if not context.Etiny() <= exp._exp <= context.Emax:
            return _invalid(context)
        if self._int and self.adjusted() - exp._exp > context.prec + 1:
            return _invalid(context)
        if not self._int:
            return _fix(_make(self._sign, 0, exp._exp), context)
        coefficient = _round(self._int, exp._exp - self._exp, rounding or context.rounding, self._sign)
        result = _make(self._sign, coefficient, exp._exp)
        if _digits(coefficient) > context.prec or (coefficient and result.adjusted() > context.Emax):
            return _invalid(context)
        if exp._exp > self._exp:
            if coefficient and result.adjusted() < context.Emin:
                _signal(context, Subnormal)
            if _order(result, self):
                _signal(context, Inexact, Rounded)
            else:
                _signal(context, Rounded)
        return _fix(result, context)

    def _to_integral(self, rounding, context, exact):
        nan = _nan_of(context, self)
        if nan is not None:
            return nan
        if self._special or self._exp >= 0:
            return self
        if not self._int:
            return _make(self._sign, 0, 0)
        result = _make(self._sign, _round(self._int, -self._exp, rounding or context.rounding, self._sign), 0)
        if exact:
            if _order(result, self):
                _signal(context, Inexact, Rounded)
            else:
                _signal(context, Rounded)
        return result

    def to_integral_value(self, rounding=None, context=None):
        return self._to_integral(rounding, context or getcontext(), False)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        return self._to_integral(rounding, context or getcontext(), True)

    def _checked(self):
        if self._special:
            if self._special == "inf":
                raise OverflowError("cannot convert Infinity to integer")
            raise ValueError("cannot convert NaN to integer")

    def _as_integer(self, rounding):
        self._checked()
        if self._exp > 0 and self.adjusted() > 100000:
            raise MemoryError()
        result = _round(self._int, -self._exp, rounding, self._sign)
        return -result if self._sign else result

    def __round__(self, n=None, /):
        if n is None:
            return self._as_integer(ROUND_HALF_EVEN)
        if not isinstance(n, int):
            raise TypeError("optional arg must be an integer")
        return self.quantize(_make(0, 1, -n), rounding=ROUND_HALF_EVEN)

    def __int__(self):
        return self._as_integer(ROUND_DOWN)

    __trunc__ = __int__

    def __floor__(self):
        return self._as_integer(ROUND_FLOOR)

    def __ceil__(self):
        return self._as_integer(ROUND_CEILING)

    def __float__(self):
        if self._special:
            if self._special == "snan":
                raise ValueError("cannot convert signaling NaN to float")
            if self._special == "nan":
                return float("-nan" if self._sign else "nan")
            return float("-inf" if self._sign else "inf")
        return float(_text(self, DefaultContext))

    def __bool__(self):
        return bool(self._special or self._int)

    def normalize(self, context=None):
        context = context or getcontext()
        nan = _nan_of(context, self)
        if nan is not None:
            return nan
        fixed = _fix(self, context)
        if fixed._special:
            return fixed
        if not fixed._int:
            return _make(fixed._sign, 0, 0)
        coefficient, exponent = fixed._int, fixed._exp
        highest = context.Etop() if context.clamp else context.Emax
        while coefficient % 10 == 0 and exponent < highest:
            coefficient //= 10
            exponent += 1
        return _make(fixed._sign, coefficient, exponent)

    def as_tuple(self):
        digits = tuple([int(d) for d in str(self._int)])
        if self._special == "inf":
            return DecimalTuple(self._sign, (0,), "F")
        if self._special:
            return DecimalTuple(self._sign, digits if self._int else (), "n" if self._special == "nan" else "N")
        return DecimalTuple(self._sign, digits, self._exp)

    def as_integer_ratio(self):
        if self._special == "inf":
            raise OverflowError("cannot convert Infinity to integer ratio")
        if self._special:
            raise ValueError("cannot convert NaN to integer ratio")
        n = -self._int if self._sign else self._int
        if self._exp >= 0:
            return (n * 10**self._exp, 1)
        d = 10**-self._exp
        g = _math.gcd(self._int, d)
        return (n // g, d // g)

    def adjusted(self):
        return 0 if self._special else self._exp + _digits(self._int) - 1

    # -------------------------------------------------- signs and kinds

    def copy_abs(self):
        return _make(0, self._int, self._exp, self._special)

    def copy_negate(self):
        return _make(1 - self._sign, self._int, self._exp, self._special)

    def copy_sign(self, other, context=None):
        return _make(_operand(other)._sign, self._int, self._exp, self._special)

    def is_nan(self):
        return self._special in ("nan", "snan")

    def is_qnan(self):
        return self._special == "nan"

    def is_snan(self):
        return self._special == "snan"

    def is_infinite(self):
        return self._special == "inf"

    def is_finite(self):
        return self._special is None

    def is_zero(self):
        return self._special is None and not self._int

    def is_signed(self):
        return self._sign == 1

    def is_normal(self, context=None):
        return not self._special and self._int != 0 and self.adjusted() >= (context or getcontext()).Emin

    def is_subnormal(self, context=None):
        return not self._special and self._int != 0 and self.adjusted() < (context or getcontext()).Emin

    def is_canonical(self):
        return True

    def canonical(self):
        return self

    def conjugate(self):
        return self

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def radix(self):
        return Decimal(10)

    def same_quantum(self, other, context=None):
        other = _operand(other)
        if self._special or other._special:
            return (self.is_nan() and other.is_nan()) or (self.is_infinite() and other.is_infinite())
        return self._exp == other._exp

    def number_class(self, context=None):
        if self._special == "snan":
            return "sNaN"
        if self._special == "nan":
            return "NaN"
        sign = "-" if self._sign else "+"
        if self._special:
            return sign + "Infinity"
        if not self._int:
            return sign + "Zero"
        return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")

    def logb(self, context=None):
        context = context or getcontext()
        nan = _nan_of(context, self)
        if nan is not None:
            return nan
        if self._special:
            return _make(0, 0, 0, "inf")
        if not self._int:
            _signal(context, DivisionByZero)
            return _make(1, 0, 0, "inf")
        return _fix(Decimal(self.adjusted()), context)

    def scaleb(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _nan_of(context, self, other)
        if nan is not None:
            return nan
        if other._special or other._exp != 0 or other._int > 2 * (context.Emax + context.prec):
            return _invalid(context)
        if self._special:
            return self
        return _fix(_make(self._sign, self._int, self._exp + int(other)), context)

    def _moved(self, other, context):
        # The digits of a coefficient as text, as many as the precision, and by how many to move them.
        nan = _nan_of(context, self, other)
        if nan is not None:
            return nan
        if other._special or other._exp != 0 or other._int > context.prec:
            return _invalid(context)
        if self._special:
            return self
        digits = str(self._int).rjust(context.prec, "0")[-context.prec :]
        return digits, int(other)

    def shift(self, other, context=None):
        moved = self._moved(_operand(other), context or getcontext())
        if not isinstance(moved, tuple):
            return moved
        digits, n = moved
        digits = digits[: len(digits) + n] if n < 0 else (digits + "0" * n)[n:]
        return _make(self._sign, int(digits or "0"), self._exp)

    def rotate(self, other, context=None):
        moved = self._moved(_operand(other), context or getcontext())
        if not isinstance(moved, tuple):
            return moved
        digits, n = moved
        return _make(self._sign, int(digits[n:] + digits[:n]), self._exp)

    # -------------------------------------------------- neighbours

    def _next(self, up, context):
        nan = _nan_of(context, self)
        if nan is not None:
            return nan
        if self._special:
            if bool(self._sign) != up:
                return self
            return _make(self._sign, 10**context.prec - 1, context.Etop())
        quiet = context.copy()
        quiet.traps = []
        quiet.rounding = ROUND_CEILING if up else ROUND_FLOOR
        new = _fix(self, quiet)
        if new._special or _order(new, self):
            return new
        return _add(self, _make(0 if up else 1, 1, context.Etiny() - 1), quiet)

    def next_plus(self, context=None):
        return self._next(True, context or getcontext())

    def next_minus(self, context=None):
        return self._next(False, context or getcontext())

    def next_toward(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _nan_of(context, self, other)
        if nan is not None:
            return nan
        order = _order(self, other)
        if order == 0:
            return self.copy_sign(other)
        result = self._next(order < 0, context)
        if result._special:
            _signal(context, Overflow, Inexact, Rounded)
        elif result.adjusted() < context.Emin:
            _signal(context, Underflow, Subnormal, Inexact, Rounded, *(() if result._int else (Clamped,)))
        return result

    # -------------------------------------------------- logic on digits

    def _logical(self, others, context, combine):
        texts = []
        for value in (self, *others):
            text = str(value._int)
            if value._special or value._sign or value._exp or text.strip("01"):
                return _invalid(context)
            texts.append(text.rjust(context.prec, "0")[-context.prec :])
        digits = [combine(*[int(digit) for digit in column]) for column in zip(*texts)]
        return _make(0, int("".join([str(digit) for digit in digits])), 0)

    def logical_and(self, other, context=None):
        return self._logical([_operand(other)], context or getcontext(), lambda a, b: a & b)

    def logical_or(self, other, context=None):
        return self._logical([_operand(other)], context or getcontext(), lambda a, b: a | b)

    def logical_xor(self, other, context=None):
        return self._logical([_operand(other)], context or getcontext(), lambda a, b: a ^ b)

    def logical_invert(self, context=None):
        return self._logical([], context or getcontext(), lambda a: 1 - a)

    # -------------------------------------------------- comparison

    def compare(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        nan = _nan_of(context, self, other)
        return nan if nan is not None else Decimal(_order(self, other))

    def compare_signal(self, other, context=None):
        context = context or getcontext()
        other = _operand(other)
        if self.is_nan() or other.is_nan():
            _signal(context, InvalidOperation)
            return _nan_of(context, self, other)
        return Decimal(_order(self, other))

    def compare_total(self, other, context=None):
        return Decimal(_total_order(self, _operand(other)))

    def compare_total_mag(self, other, context=None):
        return Decimal(_total_order(self.copy_abs(), _operand(other).copy_abs()))

    def __eq__(self, other):
        other = _comparable(other, True)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            _nan_of(getcontext(), self, other)
            return False
        return _order(self, other) == 0

    def _ordered(self, other):
        if self.is_nan() or other.is_nan():
            _signal(getcontext(), InvalidOperation)
            return None
        return _order(self, other)

    def __lt__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else self._ordered(other) == -1

    def __le__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else self._ordered(other) in (-1, 0)

    def __gt__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else self._ordered(other) == 1

    def __ge__(self, other):
        other = _comparable(other)
        return other if other is NotImplemented else self._ordered(other) in (0, 1)

    def __hash__(self):
        if self._special == "snan":
            raise TypeError("Cannot hash a signaling NaN value")
        if self._special:
            return object.__hash__(self) if self._special == "nan" else -314159 if self._sign else 314159
        p = 2305843009213693951
        if self._exp >= 0:
            h = self._int * pow(10, self._exp, p) % p
        else:
            h = self._int * pow(pow(10, p - 2, p), -self._exp, p) % p
        if self._sign:
            h = -h
        return -2 if h == -1 else h

    def _extreme(self, other, context, largest, magnitude):
        context = context or getcontext()
        other = _operand(other)
        if self._special == "snan" or other._special == "snan" or (self.is_nan() and other.is_nan()):
            return _nan_of(context, self, other)
        if self.is_nan() or other.is_nan():
            return _fix(other if self.is_nan() else self, context)
        order = _order(self.copy_abs(), other.copy_abs()) if magnitude else 0
        order = order or _order(self, other) or _total_order(self, other)
        return _fix(self if (order > 0) == largest or order == 0 else other, context)

    def max(self, other, context=None):
        return self._extreme(other, context, True, False)

    def min(self, other, context=None):
        return self._extreme(other, context, False, False)

    def max_mag(self, other, context=None):
        return self._extreme(other, context, True, True)

    def min_mag(self, other, context=None):
        return self._extreme(other, context, False, True)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo, /):
        return self

    def __reduce__(self):
        return (type(self), (str(self),))


Decimal.__module__ = "decimal"
_add_context_methods()


def _total_order(a, b):
    # The order in which every representation has its own place.
    if a._sign != b._sign:
        return -1 if a._sign else 1
    ranks = {None: 0, "inf": 1, "snan": 2, "nan": 3}
    x, y = ranks[a._special], ranks[b._special]
    if x != y and (x > 1 or y > 1):
        order = 1 if x > y else -1
    elif x > 1:
        order = (a._int > b._int) - (a._int < b._int)
    else:
        order = _order(a, b)
        if order:
            return order
        order = 0 if x else (a._exp > b._exp) - (a._exp < b._exp)
    return -order if a._sign else order


def _other(value):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _make(1 if value < 0 else 0, abs(int(value)), 0)
    return NotImplemented


def _operand(value):
    result = _other(value)
    if result is NotImplemented:
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
    return result


def _comparable(value, equal=False):
    if isinstance(value, float):
        context = getcontext()
        if equal:
            context.flags[FloatOperation] = True
        else:
            _signal(context, FloatOperation)
        return Decimal.from_float(value)
    return _other(value)


def _from_parts(value):
    if len(value) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exponent = value
    if not isinstance(sign, int) or sign not in (0, 1):
        raise ValueError("sign must be an integer with the value 0 or 1")
    special = None
    if isinstance(exponent, str):
        special = {"F": "inf", "n": "nan", "N": "snan"}.get(exponent)
        if special is None:
            raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
        exponent = 0
    elif not isinstance(exponent, int):
        raise ValueError("exponent must be an integer")
    if not isinstance(digits, (tuple, list)):
        raise ValueError("coefficient must be a tuple of digits")
    coefficient = 0
    for digit in digits:
        if not isinstance(digit, int) or not 0 <= digit <= 9:
            raise ValueError("coefficient must be a tuple of digits")
        coefficient = coefficient * 10 + digit
    return int(sign), 0 if special == "inf" else coefficient, int(exponent), special


def _parse(text):
    # Sign, coefficient, exponent and kind of a number as text; None if it is none.
    body = text.strip().replace("_", "").lower()
    sign = 0
    if body[:1] in ("+", "-"):
        sign = 1 if body[0] == "-" else 0
        body = body[1:]
    if body in ("inf", "infinity"):
        return sign, 0, 0, "inf"
    for name in ("nan", "snan"):
        if body.startswith(name):
            payload = body[len(name) :]
            if payload and not payload.isdecimal():
                return None
            return sign, int(payload or "0"), 0, name
    mantissa, e, exponent = body.partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + fraction
    shift = exponent[1:] if exponent[:1] in ("+", "-") else exponent
    if not digits.isdecimal() or (e and not shift.isdecimal()):
        return None
    return sign, int(digits), (int(exponent) if e else 0) - len(fraction), None


def _text(value, context, engineering=False):
    sign = "-" if value._sign else ""
    if value._special:
        if value._special == "inf":
            return sign + "Infinity"
        return sign + ("NaN" if value._special == "nan" else "sNaN") + (str(value._int) if value._int else "")
    digits = str(value._int)
    left = value._exp + len(digits)
    if value._exp <= 0 and left > -6:
        dot = left
    elif not engineering:
        dot = 1
    elif not value._int:
        dot = (left + 1) % 3 - 1
    else:
        dot = (left - 1) % 3 + 1
    if dot <= 0:
        whole, fraction = "0", "." + "0" * -dot + digits
    elif dot >= len(digits):
        whole, fraction = digits + "0" * (dot - len(digits)), ""
    else:
        whole, fraction = digits[:dot], "." + digits[dot:]
    exponent = "" if left == dot else f"{'E' if context.capitals else 'e'}{left - dot:+d}"
    return sign + whole + fraction + exponent


def _rescaled(value, exponent, rounding):
    if not value._int:
        return _make(value._sign, 0, exponent)
    return _make(value._sign, _round(value._int, exponent - value._exp, rounding, value._sign), exponent)


def _to_places(value, places, rounding):
    # With that many digits.
    if not value._int:
        return value
    size = value.adjusted()
    result = _rescaled(value, size + 1 - places, rounding)
    return result if result.adjusted() == size else _rescaled(result, size + 2 - places, rounding)


def _format(value, spec, context):
    fill, align, sign, no_negative_zero, zero, comma, precision, width, kind = " ", "", "-", False, False, False, None, 0, ""
    wrong = ValueError("invalid format string")
    n = len(spec)
    i = 0
    if n > 1 and spec[1] in "<>=^":
        fill, align, i = spec[0], spec[1], 2
    elif spec and spec[0] in "<>=^":
        align, i = spec[0], 1
    if i < n and spec[i] in "+- ":
        sign = spec[i]
        i += 1
    if i < n and spec[i] == "z":
        no_negative_zero = True
        i += 1
    if i < n and spec[i] == "0":
        if align:
            raise wrong
        zero = True
        fill, align = "0", "="
        i += 1
    start = i
    while i < n and spec[i].isdecimal():
        i += 1
    if i > start:
        width = int(spec[start:i])
    if i < n and spec[i] == ",":
        comma = True
        i += 1
    if i < n and spec[i] == ".":
        start = i + 1
        i += 1
        while i < n and spec[i].isdecimal():
            i += 1
        if i == start:
            raise wrong
        precision = int(spec[start:i])
    if i < n:
        kind = spec[i]
        i += 1
    if i < n or kind not in ("", "f", "F", "e", "E", "g", "G", "%", "n") or (kind == "n" and comma):
        raise wrong
    if kind == "":
        kind = "G" if context.capitals else "g"
    elif kind == "n":
        kind = "g"
    negative = value._sign
    if value._special:
        whole, rest = _text(value.copy_abs(), context) + ("%" if kind == "%" else ""), ""
        if zero:
            fill = " "
            zero = False
    else:
        rounding = context.rounding
        if kind == "%":
            value = _make(value._sign, value._int, value._exp + 2)
        if precision is not None:
            if kind in "eE":
                value = _to_places(value, precision + 1, rounding)
            elif kind in "fF%":
                value = _rescaled(value, -precision, rounding)
            elif _digits(value._int) > max(precision, 1):
                value = _to_places(value, max(precision, 1), rounding)
        if not value._int and value._exp > 0 and kind in "fF%":
            value = _make(value._sign, 0, 0)
        if no_negative_zero and not value._int:
            negative = 0
        digits = str(value._int)
        left = value._exp + len(digits)
        if kind in "eE":
            dot = 1 - precision if not value._int and precision is not None else 1
        elif kind in "fF%":
            dot = left
        elif value._exp <= 0 and left > -6:
            dot = left
        else:
            dot = 1
        if dot < 0:
            whole, fraction = "0", "0" * -dot + digits
        elif dot > len(digits):
            whole, fraction = digits + "0" * (dot - len(digits)), ""
        else:
            whole, fraction = digits[:dot] or "0", digits[dot:]
        exponent = left - dot
        rest = "." + fraction if fraction else ""
        if exponent or kind in "eE":
            rest += f"{'E' if kind in 'EG' else 'e'}{exponent:+d}"
        if kind == "%":
            rest += "%"
    front = "-" if negative else "" if sign == "-" else sign
    least = width - len(front) - len(rest) if zero else 0
    if comma and not value._special:
        groups = []
        while True:
            size = min(max(len(whole), least, 1), 3)
            groups.append(whole[-size:].rjust(size, "0") if whole else "0" * size)
            whole = whole[:-size]
            least -= size
            if not whole and least <= 0:
                break
            least -= 1
        whole = ",".join(reversed(groups))
    elif zero:
        whole = whole.rjust(least, "0")
    body = whole + rest
    missing = width - len(front) - len(body)
    if missing <= 0:
        return front + body
    if align == "<":
        return front + body + fill * missing
    if align == "^":
        return fill * (missing // 2) + front + body + fill * (missing - missing // 2)
    if align == "=":
        return front + fill * missing + body
    return fill * missing + front + body
