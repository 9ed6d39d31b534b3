//! Operators and subscripts on built-in values; everything else goes to the prelude.

use std::rc::Rc;

use num_bigint::{BigInt, Sign};

use super::compare::{Found, big_from_float, range_len};
use super::{Fallible, Out, Process, Trouble};
use crate::classes;
use crate::compile::code::{BinOp, UnOp};
use crate::hash_search::HashSearch;
use crate::helpers::Helper;
use crate::limits::LimitKind;
use crate::names::{self, NameId};
use crate::object::{Kind, View};
use crate::set::Set;
use crate::value::{Ref, Value};

/// Method, reflected method, in-place method.
pub(crate) fn binary_names(op: BinOp) -> (NameId, NameId, NameId) {
    match op {
        BinOp::Add => (names::ADD, names::RADD, names::IADD),
        BinOp::Sub => (names::SUB, names::RSUB, names::ISUB),
        BinOp::Mul => (names::MUL, names::RMUL, names::IMUL),
        BinOp::Div => (names::TRUEDIV, names::RTRUEDIV, names::ITRUEDIV),
        BinOp::FloorDiv => (names::FLOORDIV, names::RFLOORDIV, names::IFLOORDIV),
        BinOp::Mod => (names::MOD, names::RMOD, names::IMOD),
        BinOp::Pow => (names::POW, names::RPOW, names::IPOW),
        BinOp::MatMul => (names::MATMUL, names::RMATMUL, names::IMATMUL),
        BinOp::And => (names::AND, names::RAND, names::IAND),
        BinOp::Or => (names::OR, names::ROR, names::IOR),
        BinOp::Xor => (names::XOR, names::RXOR, names::IXOR),
        BinOp::LShift => (names::LSHIFT, names::RLSHIFT, names::ILSHIFT),
        BinOp::RShift => (names::RSHIFT, names::RRSHIFT, names::IRSHIFT),
    }
}

/// An operation of two integers whose result is one, too, and fits; `None` for all others.
#[inline]
fn small_int(op: BinOp, x: i64, y: i64) -> Option<i64> {
    match op {
        BinOp::Add => x.checked_add(y),
        BinOp::Sub => x.checked_sub(y),
        BinOp::Mul => x.checked_mul(y),
        BinOp::And => Some(x & y),
        BinOp::Or => Some(x | y),
        BinOp::Xor => Some(x ^ y),
        BinOp::FloorDiv if y != 0 && !(x == i64::MIN && y == -1) => {
            let quotient = x / y;
            Some(if x % y != 0 && (x < 0) != (y < 0) {
                quotient - 1
            } else {
                quotient
            })
        }
        BinOp::Mod if y != 0 && y != -1 => {
            let rest = x % y;
            Some(if rest != 0 && (rest < 0) != (y < 0) {
                rest + y
            } else {
                rest
            })
        }
        BinOp::RShift if y >= 0 => Some(if y > 63 {
            if x < 0 { -1 } else { 0 }
        } else {
            x >> y
        }),
        BinOp::LShift if (0..62).contains(&y) && x.unsigned_abs() < 1 << (62 - y) => Some(x << y),
        BinOp::Pow if y >= 0 => u32::try_from(y).ok().and_then(|y| x.checked_pow(y)),
        _ => None,
    }
}

/// What the machine computes on the spot: two integers or two floats with a result that fits.
#[inline]
pub(crate) fn quick_binary(op: BinOp, a: Value, b: Value) -> Option<Value> {
    match (a, b) {
        (Value::Int(x), Value::Int(y)) => small_int(op, x, y).map(Value::Int),
        (Value::Float(x), Value::Float(y)) => match op {
            BinOp::Add => Some(Value::Float(x + y)),
            BinOp::Sub => Some(Value::Float(x - y)),
            BinOp::Mul => Some(Value::Float(x * y)),
            _ => None,
        },
        _ => None,
    }
}

pub(crate) fn binary_symbol(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "+",
        BinOp::Sub => "-",
        BinOp::Mul => "*",
        BinOp::Div => "/",
        BinOp::FloorDiv => "//",
        BinOp::Mod => "%",
        BinOp::Pow => "** or pow()",
        BinOp::MatMul => "@",
        BinOp::And => "&",
        BinOp::Or => "|",
        BinOp::Xor => "^",
        BinOp::LShift => "<<",
        BinOp::RShift => ">>",
    }
}

impl Process {
    pub(crate) fn big(&mut self, value: BigInt) -> Fallible<Value> {
        if let Ok(small) = i64::try_from(&value) {
            return Ok(Value::Int(small));
        }
        if value.bits() > self.limits.object_size as u64 {
            return Err(Trouble::Limit(LimitKind::Size));
        }
        self.charge(value.bits() as usize / 512)?;
        Ok(self.alloc(classes::INT, Kind::Big(Rc::new(value))))
    }

    /// An operator that has Python's methods on either side goes through the prelude.
    pub(crate) fn binary(&mut self, op: BinOp, a: Value, b: Value) -> Fallible<Out> {
        if self.binary_in_python(op, a, b) {
            return Ok(Out::Call(
                self.helper(Helper::Binary),
                vec![a, b, Value::Int(op as i64)],
            ));
        }
        match self.binary_native(op, a, b)? {
            Some(out) => Ok(out),
            None => Err(self.unsupported(op, a, b, "")),
        }
    }

    fn binary_in_python(&mut self, op: BinOp, a: Value, b: Value) -> bool {
        let (name, reflected, _) = binary_names(op);
        let (ca, cb) = (self.class_of(a), self.class_of(b));
        // `__add__ = None` in a class forbids the operator, which the prelude knows.
        (ca.0 >= classes::COUNT
            && (self.python_method(ca, name).is_some()
                || matches!(self.type_lookup(ca, name), Some(Value::None))))
            || (cb.0 >= classes::COUNT && self.python_method(cb, reflected).is_some())
            // Classes as operands: `X | Y` of types, which the prelude knows.
            || self.is_class(a)
            || self.is_class(b)
            // A sequence times something with `__index__`.
            || (op == BinOp::Mul
                && (self.python_method(ca, names::INDEX).is_some() || self.python_method(cb, names::INDEX).is_some()))
    }

    pub(crate) fn is_class(&self, value: Value) -> bool {
        matches!(value, Value::Ref(r) if matches!(self.heap.kind(r), Kind::Class(_)))
    }

    pub(crate) fn inplace(&mut self, op: BinOp, a: Value, b: Value) -> Fallible<Out> {
        if let Value::Ref(r) = a {
            let class = self.heap.get(r).class;
            let (_, _, inplace) = binary_names(op);
            if class.0 >= classes::COUNT && self.python_method(class, inplace).is_some() {
                return Ok(Out::Call(
                    self.helper(Helper::Inplace),
                    vec![a, b, Value::Int(op as i64)],
                ));
            }
            let native =
                class.0 < classes::COUNT || self.python_method(class, binary_names(op).0).is_none();
            match self.heap.kind(r) {
                Kind::List(_) if op == BinOp::Add && native => {
                    return Ok(match self.list_extend(a, b)? {
                        Out::Done => Out::Value(a),
                        _ => Out::Call(self.helper(Helper::ListExtend), vec![a, b]),
                    });
                }
                Kind::List(items) if op == BinOp::Mul && native => {
                    if let Some(n) = self.as_int(b) {
                        let items = items.clone();
                        let repeated = self.repeat(&items, n)?;
                        if let Kind::List(items) = &mut self.heap.get_mut(r).kind {
                            *items = Rc::new(repeated);
                        }
                        return Ok(Out::Value(a));
                    }
                }
                Kind::Dict(_) if op == BinOp::Or && native => {
                    return Ok(Out::Call(self.helper(Helper::DictUpdate), vec![a, b]));
                }
                Kind::Set(_)
                    if matches!(op, BinOp::Or | BinOp::And | BinOp::Sub | BinOp::Xor)
                        && self.is_subclass(class, classes::SET)
                        && native
                        && self.is_set_like(b) =>
                {
                    // Done on the set itself.
                    if let Some(Out::Value(Value::Ref(new))) = self.binary_native(op, a, b)? {
                        let content = self.heap.kind(new).clone();
                        self.heap.get_mut(r).kind = content;
                        return Ok(Out::Value(a));
                    }
                }
                _ => {}
            }
        }
        if self.binary_in_python(op, a, b) {
            return Ok(Out::Call(
                self.helper(Helper::Binary),
                vec![a, b, Value::Int(op as i64), Value::Bool(true)],
            ));
        }
        match self.binary_native(op, a, b)? {
            Some(out) => Ok(out),
            None => Err(self.unsupported(op, a, b, "=")),
        }
    }

    fn is_set_like(&self, value: Value) -> bool {
        matches!(value, Value::Ref(r) if matches!(self.heap.kind(r), Kind::Set(_)))
    }

    pub(crate) fn unsupported(&mut self, op: BinOp, a: Value, b: Value, suffix: &str) -> Trouble {
        let is = |value: Value, heap: &crate::heap::Heap| match value {
            Value::Ref(r) => match heap.kind(r) {
                Kind::Str(_) => Some("str"),
                Kind::List(_) => Some("list"),
                Kind::Tuple(_) => Some("tuple"),
                Kind::Bytes(_) => Some("bytes"),
                _ => None,
            },
            _ => None,
        };
        let (ka, kb) = (is(a, &self.heap), is(b, &self.heap));
        if op == BinOp::Add
            && let Some(kind) = ka
        {
            let other = self.type_name(b);
            let message = match kind {
                "bytes" => format!("can't concat {other} to bytes"),
                "list" if suffix == "=" => format!("'{other}' object is not iterable"),
                _ => format!("can only concatenate {kind} (not \"{other}\") to {kind}"),
            };
            return self.type_error(&message);
        }
        if op == BinOp::Mul && (ka.is_some() || kb.is_some()) {
            let other = if ka.is_some() { b } else { a };
            if self.as_big(other).is_some() {
                let message = "cannot fit 'int' into an index-sized integer";
                return self.raise(classes::OVERFLOW_ERROR, message);
            }
            let message = format!(
                "can't multiply sequence by non-int of type '{}'",
                self.type_name(other)
            );
            return self.type_error(&message);
        }
        let symbol = match (op, suffix) {
            (BinOp::Pow, "=") => "**=".to_string(),
            (op, suffix) => format!("{}{suffix}", binary_symbol(op)),
        };
        let mut message = format!(
            "unsupported operand type(s) for {symbol}: '{}' and '{}'",
            self.type_name(a),
            self.type_name(b)
        );
        if symbol == ">>"
            && let Value::Ref(r) = a
            && let Kind::Native(id) = self.heap.kind(r)
            && self.natives[*id as usize].name == "print"
        {
            message.push_str(". Did you mean \"print(<message>, file=<output_stream>)\"?");
        }
        self.type_error(&message)
    }

    /// An operator on built-in values; `None` where they have none.
    pub(crate) fn binary_native(&mut self, op: BinOp, a: Value, b: Value) -> Fallible<Option<Out>> {
        if let (Some(x), Some(y)) = (self.as_int(a), self.as_int(b)) {
            let both_bool = matches!((a, b), (Value::Bool(_), Value::Bool(_)));
            if both_bool {
                let result = match op {
                    BinOp::And => Some(x & y),
                    BinOp::Or => Some(x | y),
                    BinOp::Xor => Some(x ^ y),
                    _ => None,
                };
                if let Some(result) = result {
                    return Ok(Some(Out::Value(Value::Bool(result != 0))));
                }
            }
            return self.int_op(op, x, y);
        }
        let (fa, fb) = (self.as_float(a), self.as_float(b));
        if fa.is_some() || fb.is_some() {
            let x = match fa {
                Some(x) => Some(x),
                None => self.number_as_float(a)?,
            };
            let y = match fb {
                Some(y) => Some(y),
                None => self.number_as_float(b)?,
            };
            if let (Some(x), Some(y)) = (x, y) {
                return self.float_op(op, x, y);
            }
        }
        if let (Some(x), Some(y)) = (self.as_big(a), self.as_big(b)) {
            return self.big_op(op, &x, &y);
        }
        let (Value::Ref(x), other) = (a, b) else {
            if op == BinOp::Mul
                && let (Some(n), Value::Ref(y)) = (self.as_int(a), b)
            {
                return self.repeat_sequence(y, n);
            }
            return Ok(None);
        };
        match (op, self.heap.kind(x)) {
            (BinOp::Mul, Kind::Str(_) | Kind::List(_) | Kind::Tuple(_) | Kind::Bytes(_)) => {
                match self.as_int(other) {
                    Some(n) => self.repeat_sequence(x, n),
                    None => Ok(None),
                }
            }
            (BinOp::Mod, Kind::Str(_) | Kind::Bytes(_)) => {
                Ok(Some(Out::Call(self.helper(Helper::Percent), vec![a, b])))
            }
            _ => {
                let Value::Ref(y) = b else { return Ok(None) };
                self.object_op(op, x, y)
            }
        }
    }

    fn object_op(&mut self, op: BinOp, x: Ref, y: Ref) -> Fallible<Option<Out>> {
        let value = match (op, self.heap.kind(x), self.heap.kind(y)) {
            (BinOp::Add, Kind::Str(a), Kind::Str(b)) => {
                let (a, b) = (a.text.clone(), b.text.clone());
                self.check_size(a.len() + b.len())?;
                let mut text = self.take_scratch();
                text.push_str(&a);
                text.push_str(&b);
                self.str_of_scratch(text)
            }
            (BinOp::Add, Kind::List(a), Kind::List(b)) => {
                let mut items = Vec::with_capacity(a.len() + b.len());
                items.extend_from_slice(a);
                items.extend_from_slice(b);
                self.check_size(items.len() * 4)?;
                self.list(items)
            }
            (BinOp::Add, Kind::Tuple(a), Kind::Tuple(b)) => {
                let mut items = Vec::with_capacity(a.len() + b.len());
                items.extend_from_slice(a);
                items.extend_from_slice(b);
                self.check_size(items.len() * 4)?;
                self.tuple(&items)
            }
            (BinOp::Add, Kind::Bytes(a), Kind::Bytes(b)) => {
                let mut bytes = a.to_vec();
                bytes.extend_from_slice(b);
                self.check_size(bytes.len())?;
                self.alloc(classes::BYTES, Kind::Bytes(Rc::from(bytes)))
            }
            (BinOp::Or, Kind::Dict(a), Kind::Dict(_)) => {
                let copy = Kind::Dict(a.clone());
                let dict = self.alloc(classes::DICT, copy);
                return Ok(Some(Out::Call(
                    self.helper(Helper::DictUpdate),
                    vec![dict, Value::Ref(y)],
                )));
            }
            (BinOp::And | BinOp::Or | BinOp::Sub | BinOp::Xor, Kind::Set(a), Kind::Set(b)) => {
                let (a, b) = (a.clone(), b.clone());
                self.charge((a.slots() + b.slots()) / 8)?;
                let class = self.heap.get(x).class;
                let class = if self.is_subclass(class, classes::FROZENSET) {
                    classes::FROZENSET
                } else {
                    classes::SET
                };
                return match self.set_op(op, &a, &b) {
                    Some(set) => Ok(Some(Out::Value(self.alloc(class, Kind::Set(Rc::new(set)))))),
                    None => {
                        let helper = self.helper(Helper::SetOperation);
                        Ok(Some(Out::Call(
                            helper,
                            vec![Value::Ref(x), Value::Ref(y), Value::Int(op as i64)],
                        )))
                    }
                };
            }
            (BinOp::And | BinOp::Or | BinOp::Sub | BinOp::Xor, Kind::DictView { what, .. }, _)
                if *what != View::Values =>
            {
                let helper = self.helper(Helper::SetOperation);
                return Ok(Some(Out::Call(
                    helper,
                    vec![Value::Ref(x), Value::Ref(y), Value::Int(op as i64)],
                )));
            }
            (
                BinOp::And | BinOp::Or | BinOp::Sub | BinOp::Xor,
                Kind::Set(_),
                Kind::DictView { what, .. },
            ) if *what != View::Values => {
                let helper = self.helper(Helper::SetOperation);
                return Ok(Some(Out::Call(
                    helper,
                    vec![Value::Ref(x), Value::Ref(y), Value::Int(op as i64)],
                )));
            }
            _ => return Ok(None),
        };
        Ok(Some(Out::Value(value)))
    }

    /// A set operation, as CPython builds its result; `None` if Python must compare.
    fn set_op(&mut self, op: BinOp, a: &Set, b: &Set) -> Option<Set> {
        let has = |set: &Set, hash: u64, key: Value| {
            set.find(hash, &self.fuel, |other| self.same_key(other, key, 0))
                .ok()
        };
        let mut result = Set::default();
        match op {
            BinOp::Or => {
                result = Set::copy_of(a);
                result.reserve_for(b.len());
                for (hash, key) in b.hashed() {
                    if has(&result, hash, key)?.is_none() {
                        result.push(hash, key);
                    }
                }
            }
            BinOp::And => {
                // Goes through the smaller one.
                let (small, large) = if b.len() > a.len() { (a, b) } else { (b, a) };
                for (hash, key) in small.hashed() {
                    if has(large, hash, key)?.is_some() {
                        result.push(hash, key);
                    }
                }
            }
            BinOp::Sub if a.len() >> 2 > b.len() => {
                result = Set::copy_of(a);
                for (hash, key) in b.hashed() {
                    if let Some(slot) = has(&result, hash, key)? {
                        result.remove_at(slot);
                    }
                }
            }
            BinOp::Sub => {
                for (hash, key) in a.hashed() {
                    if has(b, hash, key)?.is_none() {
                        result.push(hash, key);
                    }
                }
            }
            _ => {
                // A copy of the other one, toggled by this one.
                result = Set::copy_of(b);
                for (hash, key) in a.hashed() {
                    match has(&result, hash, key)? {
                        Some(slot) => result.remove_at(slot),
                        None => result.push(hash, key),
                    }
                }
            }
        }
        Some(result)
    }

    fn number_as_float(&mut self, value: Value) -> Fallible<Option<f64>> {
        if let Some(i) = self.as_int(value) {
            return Ok(Some(i as f64));
        }
        match self.as_big(value) {
            Some(big) => {
                let float = big_to_float(&big);
                if float.is_infinite() {
                    return Err(
                        self.raise(classes::OVERFLOW_ERROR, "int too large to convert to float")
                    );
                }
                Ok(Some(float))
            }
            None => Ok(None),
        }
    }

    fn int_op(&mut self, op: BinOp, x: i64, y: i64) -> Fallible<Option<Out>> {
        let quick = small_int(op, x, y);
        if let Some(value) = quick {
            return Ok(Some(Out::Value(Value::Int(value))));
        }
        if op == BinOp::Div {
            if y == 0 {
                return Err(self.raise(classes::ZERO_DIVISION_ERROR, "division by zero"));
            }
            if x.unsigned_abs() < 1 << 53 && y.unsigned_abs() < 1 << 53 {
                return Ok(Some(Out::Value(Value::Float(x as f64 / y as f64))));
            }
        }
        self.big_op(op, &BigInt::from(x), &BigInt::from(y))
    }

    fn float_op(&mut self, op: BinOp, x: f64, y: f64) -> Fallible<Option<Out>> {
        let value = match op {
            BinOp::Add => x + y,
            BinOp::Sub => x - y,
            BinOp::Mul => x * y,
            BinOp::Div => {
                if y == 0.0 {
                    return Err(self.raise(classes::ZERO_DIVISION_ERROR, "float division by zero"));
                }
                x / y
            }
            BinOp::FloorDiv => {
                if y == 0.0 {
                    return Err(
                        self.raise(classes::ZERO_DIVISION_ERROR, "float floor division by zero")
                    );
                }
                float_divmod(x, y).0
            }
            BinOp::Mod => {
                if y == 0.0 {
                    return Err(self.raise(classes::ZERO_DIVISION_ERROR, "float modulo"));
                }
                float_divmod(x, y).1
            }
            BinOp::Pow => {
                if x == 0.0 && y < 0.0 {
                    let message = "0.0 cannot be raised to a negative power";
                    return Err(self.raise(classes::ZERO_DIVISION_ERROR, message));
                }
                if x < 0.0 && x.is_finite() && y.is_finite() && y != y.floor() {
                    return Err(self.value_error("complex numbers are not supported: a negative number to a fractional power"));
                }
                let result = x.powf(y);
                if result.is_infinite() && x.is_finite() && y.is_finite() {
                    let text = self.str("Numerical result out of range");
                    let exception =
                        self.exception_with(classes::OVERFLOW_ERROR, &[Value::Int(34), text]);
                    return Err(Trouble::Raise(exception));
                }
                result
            }
            _ => return Ok(None),
        };
        Ok(Some(Out::Value(Value::Float(value))))
    }

    fn big_op(&mut self, op: BinOp, x: &BigInt, y: &BigInt) -> Fallible<Option<Out>> {
        let zero = y.sign() == Sign::NoSign;
        let limit = self.limits.object_size as u64;
        if op == BinOp::Mul && x.bits() + y.bits() > limit {
            return Err(Trouble::Limit(LimitKind::Size));
        }
        let (long, wide) = (x.bits() / 512, y.bits() / 512);
        self.charge_wide(long + wide + long * wide / 8)?;
        let value = match op {
            BinOp::Add => x + y,
            BinOp::Sub => x - y,
            BinOp::Mul => x * y,
            BinOp::Div => {
                if zero {
                    return Err(self.raise(classes::ZERO_DIVISION_ERROR, "division by zero"));
                }
                let Some(quotient) = true_division(x, y) else {
                    return Err(self.raise(
                        classes::OVERFLOW_ERROR,
                        "integer division result too large for a float",
                    ));
                };
                return Ok(Some(Out::Value(Value::Float(quotient))));
            }
            BinOp::FloorDiv | BinOp::Mod => {
                if zero {
                    let message = if op == BinOp::Mod {
                        "integer modulo by zero"
                    } else {
                        "integer division or modulo by zero"
                    };
                    return Err(self.raise(classes::ZERO_DIVISION_ERROR, message));
                }
                let (quotient, rest) = floor_division(x, y);
                if op == BinOp::Mod { rest } else { quotient }
            }
            BinOp::Pow => {
                if y.sign() == Sign::Minus {
                    let (x, y) = (big_to_float(x), big_to_float(y));
                    if x == 0.0 {
                        let message = "0.0 cannot be raised to a negative power";
                        return Err(self.raise(classes::ZERO_DIVISION_ERROR, message));
                    }
                    return self.float_op(BinOp::Pow, x, y);
                }
                let small = x.bits() <= 1;
                match u32::try_from(y) {
                    Ok(exponent)
                        if small || x.bits().saturating_mul(u64::from(exponent)) <= limit =>
                    {
                        if small && exponent > 1 {
                            let odd = exponent % 2 == 1;
                            if odd { x.clone() } else { x * x }
                        } else {
                            self.charge_wide(x.bits() * u64::from(exponent) / 64)?;
                            x.pow(exponent)
                        }
                    }
                    _ if small => {
                        if y.bit(0) {
                            x.clone()
                        } else {
                            x * x
                        }
                    }
                    _ => return Err(Trouble::Limit(LimitKind::Size)),
                }
            }
            BinOp::And => x & y,
            BinOp::Or => x | y,
            BinOp::Xor => x ^ y,
            BinOp::LShift | BinOp::RShift => {
                if y.sign() == Sign::Minus {
                    return Err(self.value_error("negative shift count"));
                }
                let shift = u64::try_from(y).unwrap_or(u64::MAX);
                if op == BinOp::RShift {
                    if shift > x.bits() {
                        BigInt::from(if x.sign() == Sign::Minus { -1 } else { 0 })
                    } else {
                        x >> shift
                    }
                } else {
                    if x.sign() == Sign::NoSign {
                        return Ok(Some(Out::Value(Value::Int(0))));
                    }
                    if shift.saturating_add(x.bits()) > limit {
                        return Err(Trouble::Limit(LimitKind::Size));
                    }
                    x << shift
                }
            }
            BinOp::MatMul => return Ok(None),
        };
        Ok(Some(Out::Value(self.big(value)?)))
    }

    fn repeat(&mut self, items: &[Value], n: i64) -> Fallible<Vec<Value>> {
        let n = times(n);
        self.check_size(items.len().saturating_mul(n).saturating_mul(4))?;
        Ok(items.repeat(n))
    }

    fn repeat_sequence(&mut self, r: Ref, n: i64) -> Fallible<Option<Out>> {
        let times = times(n);
        let value = match self.heap.kind(r) {
            Kind::Str(text) => {
                let text = text.text.clone();
                self.check_size(text.len().saturating_mul(times))?;
                self.string(text.as_str().repeat(times))
            }
            Kind::Bytes(bytes) => {
                let bytes = bytes.clone();
                self.check_size(bytes.len().saturating_mul(times))?;
                self.alloc(classes::BYTES, Kind::Bytes(Rc::from(bytes.repeat(times))))
            }
            Kind::List(items) => {
                let items = items.clone();
                let repeated = self.repeat(&items, n)?;
                self.list(repeated)
            }
            Kind::Tuple(items) => {
                let items = items.clone();
                let repeated = self.repeat(&items, n)?;
                self.tuple(&repeated)
            }
            _ => return Ok(None),
        };
        Ok(Some(Out::Value(value)))
    }

    pub(crate) fn unary(&mut self, op: UnOp, value: Value) -> Fallible<Out> {
        match (op, value) {
            (UnOp::Neg, Value::Int(i)) if i != i64::MIN => return Ok(Out::Value(Value::Int(-i))),
            (UnOp::Neg, Value::Float(f)) => return Ok(Out::Value(Value::Float(-f))),
            (UnOp::Pos, Value::Int(_) | Value::Float(_)) => return Ok(Out::Value(value)),
            _ => {}
        }
        let class = self.class_of(value);
        let name = match op {
            UnOp::Neg => names::NEG,
            UnOp::Pos => names::POS,
            UnOp::Invert => names::INVERT,
        };
        if let Some(method) = self.python_method(class, name) {
            return Ok(Out::Call(method, vec![value]));
        }
        if let Some(f) = self.as_float(value)
            && op != UnOp::Invert
        {
            return Ok(Out::Value(Value::Float(if op == UnOp::Neg {
                -f
            } else {
                f
            })));
        }
        if let Some(big) = self.as_big(value) {
            let result = match op {
                UnOp::Neg => -big,
                UnOp::Pos => big,
                UnOp::Invert => -big - BigInt::from(1),
            };
            return Ok(Out::Value(self.big(result)?));
        }
        let symbol = match op {
            UnOp::Neg => "-",
            UnOp::Pos => "+",
            UnOp::Invert => "~",
        };
        let message = format!(
            "bad operand type for unary {symbol}: '{}'",
            self.type_name(value)
        );
        Err(self.type_error(&message))
    }

    // ------------------------------------------------------------------ subscripts

    /// The position of an index in a sequence of this length.
    fn position(&mut self, index: i64, len: u64, what: &str) -> Fallible<usize> {
        let at = i128::from(index) + if index < 0 { i128::from(len) } else { 0 };
        if !(0..i128::from(len)).contains(&at) {
            let message = match what {
                "index" => "index out of range".to_string(),
                what => format!("{what} index out of range"),
            };
            return Err(self.raise(classes::INDEX_ERROR, &message));
        }
        Ok(at as usize)
    }

    /// The positions that a slice takes of a sequence of this length.
    pub(crate) fn slice_positions(&mut self, slice: Ref, len: u64) -> Fallible<Option<Positions>> {
        let Kind::Slice(parts) = self.heap.kind(slice) else {
            return Ok(None);
        };
        let parts = parts.clone();
        let mut numbers = [None; 3];
        for (number, &part) in numbers.iter_mut().zip(parts.iter()) {
            if part.is_none() {
                continue;
            }
            *number = match self.as_int(part) {
                Some(i) => Some(i128::from(i)),
                None if self.as_big(part).is_some() => Some(
                    // Beyond any length.
                    if self.as_big(part).is_some_and(|b| b.sign() == Sign::Minus) {
                        -BEYOND
                    } else {
                        BEYOND
                    },
                ),
                None => {
                    let message =
                        "slice indices must be integers or None or have an __index__ method";
                    return Err(self.type_error(message));
                }
            };
        }
        let step = numbers[2].unwrap_or(1);
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let len = i128::from(len);
        let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
        let clamp = |i: i128| (if i < 0 { i + len } else { i }).clamp(low, high);
        let start = numbers[0].map_or(if step > 0 { 0 } else { len - 1 }, clamp);
        let stop = numbers[1].map_or(if step > 0 { len } else { -1 }, clamp);
        let count = if step > 0 {
            (stop - start + step - 1) / step
        } else {
            (start - stop - step - 1) / -step
        };
        Ok(Some(Positions {
            start,
            stop,
            step,
            count: count.max(0) as usize,
        }))
    }

    pub(crate) fn get_item(&mut self, object: Value, key: Value) -> Fallible<Out> {
        let Value::Ref(r) = object else {
            let message = format!("'{}' object is not subscriptable", self.type_name(object));
            return Err(self.type_error(&message));
        };
        let class = self.heap.get(r).class;
        if class.0 >= classes::COUNT
            && let Some(method) = self.python_method(class, names::GETITEM)
        {
            return Ok(Out::Call(method, vec![object, key]));
        }
        self.get_item_native(r, key)
    }

    pub(crate) fn get_item_native(&mut self, r: Ref, key: Value) -> Fallible<Out> {
        match self.heap.kind(r) {
            Kind::List(items) => {
                if let Value::Int(i) = key {
                    let len = items.len();
                    let at = if i < 0 { i + len as i64 } else { i };
                    if at >= 0
                        && let Some(&item) = items.get(at as usize)
                    {
                        return Ok(Out::Value(item));
                    }
                    return Err(self.raise(classes::INDEX_ERROR, "list index out of range"));
                }
                self.sequence_item(r, key, "list")
            }
            Kind::Dict(_) => match self.dict_find(r, key)? {
                Found::At(at) => Ok(Out::Value(
                    self.dict(r)
                        .and_then(|d| d.entry(at))
                        .map_or(Value::None, |e| e.1),
                )),
                Found::Missing(_) => {
                    let class = self.heap.get(r).class;
                    if class != classes::DICT
                        && let Some(missing) = self.python_method(class, names::MISSING)
                    {
                        return Ok(Out::Call(missing, vec![Value::Ref(r), key]));
                    }
                    Err(self.key_error(key))
                }
                Found::Python => Ok(Out::Call(
                    self.helper(Helper::GetItem),
                    vec![Value::Ref(r), key],
                )),
            },
            Kind::Tuple(_) => self.sequence_item(r, key, "tuple"),
            Kind::Str(_) => self.sequence_item(r, key, "string"),
            Kind::Bytes(_) => self.sequence_item(r, key, "index"),
            Kind::Range { .. } => self.sequence_item(r, key, "range object"),
            Kind::Class(_) => Ok(Out::Call(
                self.helper(Helper::SubclassGetItem),
                vec![Value::Ref(r), key],
            )),
            _ => {
                let message = format!(
                    "'{}' object is not subscriptable",
                    self.type_name(Value::Ref(r))
                );
                Err(self.type_error(&message))
            }
        }
    }

    fn sequence_item(&mut self, r: Ref, key: Value, what: &str) -> Fallible<Out> {
        if let Some(i) = self.as_int(key) {
            let value = match self.heap.kind(r) {
                Kind::List(items) => {
                    let items = items.clone();
                    items[self.position(i, items.len() as u64, what)?]
                }
                Kind::Tuple(items) => {
                    let items = items.clone();
                    items[self.position(i, items.len() as u64, what)?]
                }
                Kind::Bytes(bytes) => {
                    let bytes = bytes.clone();
                    Value::Int(i64::from(
                        bytes[self.position(i, bytes.len() as u64, what)?],
                    ))
                }
                Kind::Str(text) => {
                    let text = text.clone();
                    let at = self.position(i, u64::from(text.chars), what)?;
                    if !text.is_ascii() {
                        self.charge(at / 64)?;
                    }
                    let c = if text.is_ascii() {
                        char::from(text.text.as_bytes()[at])
                    } else {
                        text.text.chars().nth(at).unwrap_or('\0')
                    };
                    self.char(c)
                }
                Kind::Range { start, stop, step } => {
                    let (start, stop, step) = (*start, *stop, *step);
                    let n = range_len(start, stop, step);
                    let at = i128::from(i) + if i < 0 { i128::from(n) } else { 0 };
                    if !(0..i128::from(n)).contains(&at) {
                        let message = format!("{what} index out of range");
                        return Err(self.raise(classes::INDEX_ERROR, &message));
                    }
                    Value::Int((i128::from(start) + at * i128::from(step)) as i64)
                }
                _ => Value::None,
            };
            return Ok(Out::Value(value));
        }
        if let Value::Ref(k) = key {
            if let Kind::Slice(parts) = self.heap.kind(k) {
                let odd = parts
                    .iter()
                    .any(|&p| matches!(p, Value::Ref(_)) && self.as_big(p).is_none());
                if odd {
                    return Ok(Out::Call(
                        self.helper(Helper::GetItem),
                        vec![Value::Ref(r), key],
                    ));
                }
                return self.slice_of(r, k);
            }
            let class = self.heap.get(k).class;
            if self.python_method(class, names::INDEX).is_some() {
                return Ok(Out::Call(
                    self.helper(Helper::GetItem),
                    vec![Value::Ref(r), key],
                ));
            }
            if self.as_big(key).is_some() {
                return Err(self.raise(
                    classes::INDEX_ERROR,
                    "cannot fit 'int' into an index-sized integer",
                ));
            }
        }
        let what = match what {
            "string" => "string",
            "index" => "byte",
            "range object" => "range",
            other => other,
        };
        let message = format!(
            "{what} indices must be integers or slices, not {}",
            self.type_name(key)
        );
        let message = if what == "string" {
            format!(
                "string indices must be integers, not '{}'",
                self.type_name(key)
            )
        } else {
            message
        };
        Err(self.type_error(&message))
    }

    fn slice_of(&mut self, r: Ref, slice: Ref) -> Fallible<Out> {
        let len = self.len_native(Value::Ref(r)).unwrap_or(0);
        let Some(positions) = self.slice_positions(slice, len)? else {
            return Ok(Out::Value(Value::None));
        };
        if let Kind::Range {
            start: first,
            step: by,
            ..
        } = self.heap.kind(r)
        {
            // One end may be a step beyond what fits: no number of the range is there.
            let (first, by) = (i128::from(*first), i128::from(*by));
            let fits = |n: i128| n.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
            let range = Kind::Range {
                start: fits(first + positions.start * by),
                stop: fits(first + positions.stop * by),
                step: fits(by.saturating_mul(positions.step)),
            };
            return Ok(Out::Value(self.alloc(classes::RANGE, range)));
        }
        let (len, count) = (len as usize, positions.count);
        let (start, step) = positions.start_and_step();
        self.charge(count / 8)?;
        if matches!(self.heap.kind(r), Kind::Str(text) if !text.is_ascii()) {
            self.charge(len / 8)?;
        }
        let places = (0..count as i64).map(|i| (start + i * step) as usize);
        let value = match self.heap.kind(r) {
            Kind::List(items) => {
                let items: Vec<Value> = places.map(|i| items[i]).collect();
                self.list(items)
            }
            Kind::Tuple(items) => {
                let items: Vec<Value> = places.map(|i| items[i]).collect();
                self.tuple(&items)
            }
            Kind::Bytes(bytes) => {
                let bytes: Vec<u8> = places.map(|i| bytes[i]).collect();
                self.alloc(classes::BYTES, Kind::Bytes(Rc::from(bytes)))
            }
            Kind::Str(text) => {
                let text = text.clone();
                if text.is_ascii() && step == 1 {
                    let start = start as usize;
                    self.str(&text.text[start.min(len)..(start + count).min(len)])
                } else {
                    let chars: Vec<char> = text.text.chars().collect();
                    let part: String = places.map(|i| chars[i]).collect();
                    self.string(part)
                }
            }
            _ => Value::None,
        };
        Ok(Out::Value(value))
    }

    pub(crate) fn set_item(&mut self, object: Value, key: Value, value: Value) -> Fallible<Out> {
        let class = self.class_of(object);
        if class.0 >= classes::COUNT
            && let Some(method) = self.python_method(class, names::SETITEM)
        {
            return Ok(Out::Discard(method, vec![object, key, value]));
        }
        self.set_item_native(object, key, value)
    }

    pub(crate) fn set_item_native(
        &mut self,
        object: Value,
        key: Value,
        value: Value,
    ) -> Fallible<Out> {
        if let Value::Ref(r) = object {
            match self.heap.kind(r) {
                Kind::List(items) => {
                    let len = items.len();
                    if let Some(i) = self.as_int(key) {
                        let at = if i < 0 { i + len as i64 } else { i };
                        if at < 0 || at as usize >= len {
                            return Err(self.raise(
                                classes::INDEX_ERROR,
                                "list assignment index out of range",
                            ));
                        }
                        if let Kind::List(items) = &mut self.heap.get_mut(r).kind {
                            Rc::make_mut(items)[at as usize] = value;
                        }
                        return Ok(Out::Done);
                    }
                    if let Value::Ref(k) = key
                        && let Kind::Slice(_) = self.heap.kind(k)
                    {
                        return match self.collect_native(value)? {
                            Some(new) => {
                                self.set_slice(r, k, new)?;
                                Ok(Out::Done)
                            }
                            None => Ok(Out::Discard(
                                self.helper(Helper::ListExtendSlice),
                                vec![object, key, value],
                            )),
                        };
                    }
                    let message = format!(
                        "list indices must be integers or slices, not {}",
                        self.type_name(key)
                    );
                    return Err(self.type_error(&message));
                }
                Kind::Dict(_) if self.heap.get(r).class != classes::MAPPING_PROXY => {
                    return self.dict_set_item(object, key, value);
                }
                _ => {}
            }
        }
        let message = format!(
            "'{}' object does not support item assignment",
            self.type_name(object)
        );
        Err(self.type_error(&message))
    }

    pub(crate) fn set_slice(&mut self, r: Ref, slice: Ref, new: Vec<Value>) -> Fallible<()> {
        let len = match self.heap.kind(r) {
            Kind::List(items) => items.len(),
            _ => 0,
        };
        let Some(positions) = self.slice_positions(slice, len as u64)? else {
            return Ok(());
        };
        let count = positions.count;
        let (start, step) = positions.start_and_step();
        if step != 1 && new.len() != count {
            let message = format!(
                "attempt to assign sequence of size {} to extended slice of size {count}",
                new.len()
            );
            return Err(self.value_error(&message));
        }
        self.check_size((len + new.len()) * 4)?;
        self.charge(len / 64)?;
        self.heap.bytes += new.len() * 16;
        if let Kind::List(items) = &mut self.heap.get_mut(r).kind {
            let items = Rc::make_mut(items);
            if step == 1 {
                let start = start as usize;
                items.splice(start..start + count, new);
            } else {
                for (i, value) in new.into_iter().enumerate() {
                    items[(start + i as i64 * step) as usize] = value;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn del_item(&mut self, object: Value, key: Value) -> Fallible<Out> {
        let class = self.class_of(object);
        if class.0 >= classes::COUNT
            && let Some(method) = self.python_method(class, names::DELITEM)
        {
            return Ok(Out::Discard(method, vec![object, key]));
        }
        self.del_item_native(object, key)
    }

    pub(crate) fn del_item_native(&mut self, object: Value, key: Value) -> Fallible<Out> {
        if let Value::Ref(r) = object {
            match self.heap.kind(r) {
                Kind::List(items) => {
                    let len = items.len();
                    if let Some(i) = self.as_int(key) {
                        let at = if i < 0 { i + len as i64 } else { i };
                        if at < 0 || at as usize >= len {
                            return Err(self.raise(
                                classes::INDEX_ERROR,
                                "list assignment index out of range",
                            ));
                        }
                        self.charge(len / 64)?;
                        if let Kind::List(items) = &mut self.heap.get_mut(r).kind {
                            Rc::make_mut(items).remove(at as usize);
                        }
                        return Ok(Out::Done);
                    }
                    if let Value::Ref(k) = key
                        && let Some(positions) = self.slice_positions(k, len as u64)?
                    {
                        self.charge(len / 16)?;
                        let goes = |at| positions.contains(at);
                        if let Kind::List(items) = &mut self.heap.get_mut(r).kind {
                            let mut at = -1;
                            Rc::make_mut(items).retain(|_| {
                                at += 1;
                                !goes(at)
                            });
                        }
                        return Ok(Out::Done);
                    }
                    let message = format!(
                        "list indices must be integers or slices, not {}",
                        self.type_name(key)
                    );
                    return Err(self.type_error(&message));
                }
                Kind::Dict(_) => {
                    return match self.dict_find(r, key)? {
                        Found::At(at) => {
                            if let Some(dict) = self.dict_mut(r) {
                                dict.remove_at(at);
                            }
                            Ok(Out::Done)
                        }
                        Found::Missing(_) => Err(self.key_error(key)),
                        Found::Python => Ok(Out::Discard(
                            self.helper(Helper::DictRemove),
                            vec![object, key],
                        )),
                    };
                }
                _ => {}
            }
        }
        // CPython asks for a sequence only where the key is a number.
        let class = self.class_of(object);
        let sequence = match class {
            classes::STR | classes::BYTES | classes::TUPLE | classes::RANGE => true,
            classes::SET | classes::FROZENSET => true,
            _ => class.0 >= classes::COUNT && self.type_lookup(class, names::TP_NAME).is_none(),
        };
        let number = self.as_big(key).is_some()
            || self
                .python_method(self.class_of(key), names::INDEX)
                .is_some();
        let not = if sequence && number {
            "doesn't"
        } else {
            "does not"
        };
        let message = format!(
            "'{}' object {not} support item deletion",
            self.type_name(object)
        );
        Err(self.type_error(&message))
    }

    /// `item in container`, or `not in`.
    pub(crate) fn contains(
        &mut self,
        container: Value,
        item: Value,
        negated: bool,
    ) -> Fallible<Out> {
        let python = Out::Call(
            self.helper(Helper::Contains),
            vec![container, item, Value::Bool(negated)],
        );
        let class = self.class_of(container);
        if class.0 >= classes::COUNT
            && (self.python_method(class, names::CONTAINS).is_some()
                || self.python_method(class, names::ITER).is_some())
        {
            return Ok(python);
        }
        match self.contains_native(container, item)? {
            Some(found) => Ok(Out::Value(Value::Bool(found != negated))),
            None => Ok(python),
        }
    }

    pub(crate) fn contains_native(
        &mut self,
        container: Value,
        item: Value,
    ) -> Fallible<Option<bool>> {
        let Value::Ref(r) = container else {
            return Ok(None);
        };
        Ok(match self.heap.kind(r) {
            Kind::List(items) => {
                let items = items.clone();
                self.any_equal(&items, item)?
            }
            Kind::Tuple(items) => {
                let items = items.clone();
                self.any_equal(&items, item)?
            }
            Kind::Dict(_)
            | Kind::DictView {
                what: View::Keys, ..
            } => {
                let dict = match self.heap.kind(r) {
                    Kind::DictView { dict, .. } => *dict,
                    _ => r,
                };
                match self.dict_find(dict, item)? {
                    Found::At(_) => Some(true),
                    Found::Missing(_) => Some(false),
                    Found::Python => None,
                }
            }
            Kind::Set(_) => match self.set_find_frozen(r, item)? {
                Found::At(_) => Some(true),
                Found::Missing(_) => Some(false),
                Found::Python => None,
            },
            Kind::Str(text) => {
                let text = text.text.clone();
                match self.as_text(item) {
                    Some(part) => {
                        self.charge(text.len() / 16)?;
                        Some(text.contains(part))
                    }
                    None => {
                        let message = format!(
                            "'in <string>' requires string as left operand, not {}",
                            self.type_name(item)
                        );
                        return Err(self.type_error(&message));
                    }
                }
            }
            Kind::Bytes(bytes) => {
                let bytes = bytes.clone();
                self.charge(bytes.len() / 16)?;
                if let Some(i) = self.as_int(item) {
                    let Ok(byte) = u8::try_from(i) else {
                        return Err(self.value_error("byte must be in range(0, 256)"));
                    };
                    Some(bytes.contains(&byte))
                } else if let Value::Ref(k) = item
                    && let Kind::Bytes(part) = self.heap.kind(k)
                {
                    self.charge(bytes.len().saturating_mul(part.len()) / 64)?;
                    Some(part.is_empty() || bytes.windows(part.len()).any(|w| w == part.as_ref()))
                } else if self.as_big(item).is_some() {
                    return Err(self.value_error("byte must be in range(0, 256)"));
                } else {
                    let message = format!(
                        "a bytes-like object is required, not '{}'",
                        self.type_name(item)
                    );
                    return Err(self.type_error(&message));
                }
            }
            Kind::Range { start, stop, step } => {
                let (start, stop, step) = (*start, *stop, *step);
                match item {
                    Value::Int(i) => {
                        let n = range_len(start, stop, step) as i128;
                        let offset = i128::from(i) - i128::from(start);
                        Some(
                            offset % i128::from(step) == 0
                                && (0..n).contains(&(offset / i128::from(step))),
                        )
                    }
                    _ => None,
                }
            }
            _ => None,
        })
    }

    fn any_equal(&mut self, items: &[Value], item: Value) -> Fallible<Option<bool>> {
        self.charge(items.len() / 8)?;
        for &other in items {
            match self.same_key(other, item, 0) {
                Ok(true) => return Ok(Some(true)),
                Ok(false) => {}
                Err(super::compare::Undecided::Python) => return Ok(None),
                Err(why) => return Err(self.undecided(why)),
            }
        }
        Ok(Some(false))
    }

    /// `len(value)`.
    pub(crate) fn len(&mut self, value: Value) -> Fallible<Out> {
        let class = self.class_of(value);
        if self.python_method(class, names::LEN).is_some() {
            return Ok(Out::Call(self.helper(Helper::Len), vec![value]));
        }
        match self.len_native(value) {
            Some(len) => match i64::try_from(len) {
                Ok(len) => Ok(Out::Value(Value::Int(len))),
                Err(_) => Err(self.raise(
                    classes::OVERFLOW_ERROR,
                    "Python int too large to convert to C ssize_t",
                )),
            },
            None => {
                let message = format!("object of type '{}' has no len()", self.type_name(value));
                Err(self.type_error(&message))
            }
        }
    }

    pub(crate) fn len_native(&self, value: Value) -> Option<u64> {
        let Value::Ref(r) = value else { return None };
        let len = match self.heap.kind(r) {
            Kind::Str(text) => text.chars as usize,
            Kind::Bytes(bytes) => bytes.len(),
            Kind::List(items) => items.len(),
            Kind::Tuple(items) => items.len(),
            Kind::Dict(dict) => dict.len(),
            Kind::Set(set) => set.len(),
            Kind::DictView { dict, .. } => self.dict(*dict).map_or(0, |d| d.len()),
            Kind::Range { start, stop, step } => return Some(range_len(*start, *stop, *step)),
            _ => return None,
        };
        Some(len as u64)
    }

    /// An integer from a float, as `int()` makes it.
    pub(crate) fn int_from_float(&mut self, value: f64) -> Fallible<Value> {
        if value.is_nan() {
            return Err(self.value_error("cannot convert float NaN to integer"));
        }
        if value.is_infinite() {
            return Err(self.raise(
                classes::OVERFLOW_ERROR,
                "cannot convert float infinity to integer",
            ));
        }
        self.big(big_from_float(value.trunc()))
    }
}

/// A number that no length and no position comes near to.
const BEYOND: i128 = 1 << 100;

/// The positions that a slice takes.
pub(crate) struct Positions {
    start: i128,
    stop: i128,
    step: i128,
    /// How many they are: as many as there are items, at most.
    pub count: usize,
}

impl Positions {
    /// For what is in memory, where a step of more than its length is as good as any other.
    pub fn start_and_step(&self) -> (i64, i64) {
        let fits = |n: i128| n.clamp(-i128::from(i64::MAX), i128::from(i64::MAX)) as i64;
        (fits(self.start), fits(self.step))
    }

    fn contains(&self, at: i128) -> bool {
        let (low, high) = if self.step > 0 {
            (self.start, self.stop)
        } else {
            (self.stop + 1, self.start + 1)
        };
        (low..high).contains(&at) && (at - self.start) % self.step == 0
    }
}

/// How often to repeat: not at all for negative numbers.
fn times(n: i64) -> usize {
    usize::try_from(n.max(0)).unwrap_or(usize::MAX)
}

/// Quotient and rest, the rest with the sign of the divisor.
pub(crate) fn floor_division(x: &BigInt, y: &BigInt) -> (BigInt, BigInt) {
    let quotient = x / y;
    let rest = x - &quotient * y;
    if rest.sign() != Sign::NoSign && (rest.sign() == Sign::Minus) != (y.sign() == Sign::Minus) {
        (quotient - 1, rest + y)
    } else {
        (quotient, rest)
    }
}

/// The nearest float, or infinity.
pub(crate) fn big_to_float(value: &BigInt) -> f64 {
    if let Ok(small) = i64::try_from(value) {
        return small as f64;
    }
    let bits = value.bits();
    if bits > 1024 {
        return if value.sign() == Sign::Minus {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
    }
    // 64 leading bits, the last one sticky, round correctly by the conversion.
    let shift = bits - 64;
    let magnitude = value.magnitude();
    let mut top = u64::try_from(&(magnitude >> shift)).unwrap_or(u64::MAX);
    if magnitude.trailing_zeros().unwrap_or(0) < shift {
        top |= 1;
    }
    let float = top as f64 * 2f64.powi(shift as i32);
    if value.sign() == Sign::Minus {
        -float
    } else {
        float
    }
}

/// `x / y`, correctly rounded.
fn true_division(x: &BigInt, y: &BigInt) -> Option<f64> {
    let negative = (x.sign() == Sign::Minus) != (y.sign() == Sign::Minus);
    let (a, b) = (x.magnitude().clone(), y.magnitude().clone());
    if a.bits() == 0 {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    // A quotient with at least 66 bits and a sticky last one.
    let shift = 66 - (a.bits() as i64 - b.bits() as i64);
    let (a, b) = if shift > 0 {
        (a << shift as u64, b)
    } else {
        (a, b << (-shift) as u64)
    };
    let quotient = &a / &b;
    let exact = &quotient * &b == a;
    let bits = quotient.bits();
    let extra = bits - 64;
    let mut top = u64::try_from(&(&quotient >> extra)).unwrap_or(u64::MAX);
    if !exact || quotient.trailing_zeros().unwrap_or(0) < extra {
        top |= 1;
    }
    let exponent = extra as i64 - shift;
    let float = top as f64;
    let scaled = if exponent < -1000 {
        float * 2f64.powi(-1000) * 2f64.powi((exponent + 1000).max(-200) as i32)
    } else if exponent > 960 {
        return None;
    } else {
        float * 2f64.powi(exponent as i32)
    };
    if scaled.is_infinite() {
        return None;
    }
    Some(if negative { -scaled } else { scaled })
}

/// Floor division and modulo of floats, as CPython.
pub(crate) fn float_divmod(x: f64, y: f64) -> (f64, f64) {
    let mut rest = x % y;
    let mut quotient = (x - rest) / y;
    if rest != 0.0 {
        if (y < 0.0) != (rest < 0.0) {
            rest += y;
            quotient -= 1.0;
        }
    } else {
        rest = 0f64.copysign(y);
    }
    let quotient = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        }
    } else {
        0f64.copysign(x / y)
    };
    (quotient, rest)
}
