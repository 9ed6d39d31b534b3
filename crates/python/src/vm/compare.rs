//! Equality, order, truth and hashes of values that need no Python to decide, and dictionaries and
//! sets on top of them.

use std::cmp::Ordering;
use std::rc::Rc;

use num_bigint::{BigInt, Sign};

use ecow::EcoString;

use super::{Fallible, Out, Process, Trouble};
use crate::classes;
use crate::compile::code::CmpOp;
use crate::dict::Dict;
use crate::hash_search::HashSearch;
use crate::helpers::Helper;
use crate::names;
use crate::object::{Kind, View, hash_bytes};
use crate::set::Set;
use crate::value::{Ref, Value};

/// Why the machine alone cannot decide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Undecided {
    /// A method written in Python must be asked.
    Python,
    /// Nested too deeply.
    Deep,
    /// The types do not support it.
    Unsupported,
    /// Not hashable: the class.
    Unhashable(Ref),
    /// There is no fuel left for it.
    Fuel,
}

/// Depth of nested collections that natives go into.
const MAX_NESTING: usize = 200;

/// Where a key is.
pub(crate) enum Found {
    At(usize),
    Missing(u64),
    /// Python must compare or hash.
    Python,
}

impl Process {
    /// Python's `is`; strings that are equal constants are the same object anyway.
    pub(crate) fn identical(&self, a: Value, b: Value) -> bool {
        a.is(b)
    }

    /// Truth, if no Python is needed.
    #[inline]
    pub(crate) fn truth(&mut self, value: Value) -> Fallible<Option<bool>> {
        Ok(Some(match value {
            Value::Bool(b) => b,
            Value::None | Value::Undef | Value::Stop => false,
            Value::Int(i) => i != 0,
            Value::Float(f) => f != 0.0,
            Value::NotImplemented | Value::Ellipsis | Value::Code(_) => true,
            Value::Ref(r) => {
                let class = self.heap.get(r).class;
                if class.0 >= classes::COUNT
                    && (self.python_method(class, names::BOOL).is_some()
                        || self.python_method(class, names::LEN).is_some())
                {
                    return Ok(None);
                }
                match self.heap.kind(r) {
                    Kind::Str(text) => !text.text.is_empty(),
                    Kind::Bytes(bytes) => !bytes.is_empty(),
                    Kind::Big(big) => big.sign() != Sign::NoSign,
                    Kind::Float(value) => *value != 0.0,
                    Kind::Tuple(items) => !items.is_empty(),
                    Kind::List(items) => !items.is_empty(),
                    Kind::Dict(dict) => dict.len() > 0,
                    Kind::Set(set) => set.len() > 0,
                    Kind::Range { start, stop, step } => range_len(*start, *stop, *step) > 0,
                    Kind::DictView { dict, .. } => {
                        matches!(self.heap.kind(*dict), Kind::Dict(d) if d.len() > 0)
                    }
                    _ => true,
                }
            }
        }))
    }

    /// Integers, whatever their storage.
    pub(crate) fn as_big(&self, value: Value) -> Option<BigInt> {
        match value {
            Value::Int(i) => Some(BigInt::from(i)),
            Value::Bool(b) => Some(BigInt::from(i32::from(b))),
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Big(big) => Some(big.as_ref().clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Small integers and booleans, also those of subclasses.
    pub(crate) fn as_int(&self, value: Value) -> Option<i64> {
        match value {
            Value::Int(i) => Some(i),
            Value::Bool(b) => Some(i64::from(b)),
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Big(big) => i64::try_from(big.as_ref()).ok(),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn as_float(&self, value: Value) -> Option<f64> {
        match value {
            Value::Float(f) => Some(f),
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Float(f) => Some(*f),
                _ => None,
            },
            _ => None,
        }
    }

    fn number_order(&self, a: Value, b: Value) -> Option<Option<Ordering>> {
        if let (Some(x), Some(y)) = (self.as_int(a), self.as_int(b)) {
            return Some(Some(x.cmp(&y)));
        }
        match (self.as_float(a), self.as_float(b)) {
            (Some(x), Some(y)) => return Some(x.partial_cmp(&y)),
            (Some(x), None) => {
                let y = self.as_big(b)?;
                return Some(float_big_order(x, &y));
            }
            (None, Some(y)) => {
                let x = self.as_big(a)?;
                return Some(float_big_order(y, &x).map(Ordering::reverse));
            }
            (None, None) => {}
        }
        Some(Some(self.as_big(a)?.cmp(&self.as_big(b)?)))
    }

    /// Whether the class of a value has this special method written in Python.
    #[inline]
    fn has_python(&self, value: Value, name: crate::names::NameId) -> bool {
        self.python_method(self.class_of(value), name).is_some()
    }

    /// Account for going through that many items.
    #[inline]
    fn spend(&self, work: usize) -> Result<(), Undecided> {
        if self.has_fuel_for(work) {
            Ok(())
        } else {
            Err(Undecided::Fuel)
        }
    }

    /// `a == b`, if no Python is needed.
    pub(crate) fn equal(&self, a: Value, b: Value, depth: usize) -> Result<bool, Undecided> {
        if depth > MAX_NESTING {
            return Err(Undecided::Deep);
        }
        if let (Value::Int(x), Value::Int(y)) = (a, b) {
            return Ok(x == y);
        }
        if self.has_python(a, names::EQ) || self.has_python(b, names::EQ) {
            return Err(Undecided::Python);
        }
        self.equal_content(a, b, depth)
    }

    /// The same, as if the classes of the two had no method of their own for it.
    pub(crate) fn equal_plain(&self, a: Value, b: Value) -> Result<bool, Undecided> {
        self.equal_content(a, b, 0)
    }

    fn equal_content(&self, a: Value, b: Value, depth: usize) -> Result<bool, Undecided> {
        if let Some(order) = self.number_order(a, b) {
            return Ok(order == Some(Ordering::Equal));
        }
        let (Value::Ref(x), Value::Ref(y)) = (a, b) else {
            return Ok(a.is(b));
        };
        if x == y {
            return Ok(true);
        }
        match (self.heap.kind(x), self.heap.kind(y)) {
            (Kind::Str(x), Kind::Str(y)) => {
                self.spend(x.text.len() / 64)?;
                Ok(x.text == y.text)
            }
            (Kind::Bytes(x), Kind::Bytes(y)) => {
                self.spend(x.len() / 64)?;
                Ok(x == y)
            }
            (Kind::Tuple(x), Kind::Tuple(y)) => self.equal_items(x, y, depth),
            (Kind::List(x), Kind::List(y)) => self.equal_items(x, y, depth),
            (Kind::Dict(x), Kind::Dict(y)) => {
                if x.len() != y.len() {
                    return Ok(false);
                }
                self.spend(x.slots())?;
                for (hash, key, value) in x.hashed() {
                    let found = y.find(hash, &self.fuel, |other| {
                        self.same_key(other, key, depth + 1)
                    })?;
                    let Some(at) = found else { return Ok(false) };
                    let other = y.entry(at).map_or(Value::Undef, |e| e.1);
                    if !(value.is(other) || self.equal(value, other, depth + 1)?) {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Kind::Set(x), Kind::Set(y)) => Ok(x.len() == y.len() && self.subset(x, y)?),
            (
                Kind::Range { start, stop, step },
                Kind::Range {
                    start: s2,
                    stop: e2,
                    step: t2,
                },
            ) => {
                let (n, m) = (range_len(*start, *stop, *step), range_len(*s2, *e2, *t2));
                Ok(n == m && (n == 0 || (start == s2 && (n == 1 || step == t2))))
            }
            (
                Kind::BoundMethod {
                    function: f,
                    this: a,
                },
                Kind::BoundMethod {
                    function: g,
                    this: b,
                },
            ) => Ok(f == g && a.is(*b)),
            (Kind::Slice(x), Kind::Slice(y)) => self.equal_items(x.as_slice(), y.as_slice(), depth),
            (Kind::DictView { dict: d1, what: w1 }, Kind::DictView { dict: d2, what: w2 })
                if w1 == w2 && *w1 != View::Values =>
            {
                let (Kind::Dict(d1), Kind::Dict(d2)) = (self.heap.kind(*d1), self.heap.kind(*d2))
                else {
                    return Ok(false);
                };
                if d1.len() != d2.len() {
                    return Ok(false);
                }
                self.spend(d1.slots())?;
                for (hash, key, value) in d1.hashed() {
                    let Some(at) = d2.find(hash, &self.fuel, |other| {
                        self.same_key(other, key, depth + 1)
                    })?
                    else {
                        return Ok(false);
                    };
                    if *w1 == View::Items {
                        let other = d2.entry(at).map_or(Value::Undef, |e| e.1);
                        if !self.equal(value, other, depth + 1)? {
                            return Ok(false);
                        }
                    }
                }
                Ok(true)
            }
            (
                Kind::DictView {
                    dict,
                    what: View::Keys,
                },
                Kind::Set(set),
            )
            | (
                Kind::Set(set),
                Kind::DictView {
                    dict,
                    what: View::Keys,
                },
            ) => {
                let Kind::Dict(dict) = self.heap.kind(*dict) else {
                    return Ok(false);
                };
                if dict.len() != set.len() {
                    return Ok(false);
                }
                self.spend(dict.slots())?;
                for (hash, key, _) in dict.hashed() {
                    if set
                        .find(hash, &self.fuel, |other| {
                            self.same_key(other, key, depth + 1)
                        })?
                        .is_none()
                    {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn equal_items(&self, x: &[Value], y: &[Value], depth: usize) -> Result<bool, Undecided> {
        if x.len() != y.len() {
            return Ok(false);
        }
        self.spend(x.len())?;
        for (&a, &b) in x.iter().zip(y) {
            if !(a.is(b) || self.equal(a, b, depth + 1)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The identity of an object comes before its `__eq__`, in collections.
    pub(crate) fn same_key(&self, a: Value, b: Value, depth: usize) -> Result<bool, Undecided> {
        if a.is(b) {
            return Ok(true);
        }
        self.spend(1)?;
        self.equal(a, b, depth)
    }

    fn subset(&self, x: &Set, y: &Set) -> Result<bool, Undecided> {
        self.spend(x.slots() / 4)?;
        for (hash, key) in x.hashed() {
            if y.find(hash, &self.fuel, |other| self.same_key(other, key, 0))?
                .is_none()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// `a < b` and the like, if no Python is needed.
    pub(crate) fn ordered(
        &self,
        op: CmpOp,
        a: Value,
        b: Value,
        depth: usize,
    ) -> Result<bool, Undecided> {
        if depth > MAX_NESTING {
            return Err(Undecided::Deep);
        }
        let (name, reflected) = method_names(op);
        if self.has_python(a, name) || self.has_python(b, reflected) {
            return Err(Undecided::Python);
        }
        self.ordered_content(op, a, b, depth)
    }

    /// The same, as if the classes of the two had no method of their own for it.
    pub(crate) fn ordered_plain(&self, op: CmpOp, a: Value, b: Value) -> Result<bool, Undecided> {
        self.ordered_content(op, a, b, 0)
    }

    fn ordered_content(
        &self,
        op: CmpOp,
        a: Value,
        b: Value,
        depth: usize,
    ) -> Result<bool, Undecided> {
        let decide = |order: Ordering| match op {
            CmpOp::Lt => order == Ordering::Less,
            CmpOp::Le => order != Ordering::Greater,
            CmpOp::Gt => order == Ordering::Greater,
            CmpOp::Ge => order != Ordering::Less,
            CmpOp::Eq => order == Ordering::Equal,
            CmpOp::Ne => order != Ordering::Equal,
        };
        if let Some(order) = self.number_order(a, b) {
            return Ok(order.is_some_and(decide));
        }
        let (Value::Ref(x), Value::Ref(y)) = (a, b) else {
            return Err(Undecided::Unsupported);
        };
        match (self.heap.kind(x), self.heap.kind(y)) {
            (Kind::Str(x), Kind::Str(y)) => {
                self.spend(x.text.len().min(y.text.len()) / 64)?;
                Ok(decide(x.text.cmp(&y.text)))
            }
            (Kind::Bytes(x), Kind::Bytes(y)) => {
                self.spend(x.len().min(y.len()) / 64)?;
                Ok(decide(x.cmp(y)))
            }
            (Kind::Tuple(x), Kind::Tuple(y)) => self.ordered_items(op, x, y, depth),
            (Kind::List(x), Kind::List(y)) => self.ordered_items(op, x, y, depth),
            (Kind::Set(x), Kind::Set(y)) => Ok(match op {
                CmpOp::Le => x.len() <= y.len() && self.subset(x, y)?,
                CmpOp::Lt => x.len() < y.len() && self.subset(x, y)?,
                CmpOp::Ge => y.len() <= x.len() && self.subset(y, x)?,
                _ => y.len() < x.len() && self.subset(y, x)?,
            }),
            (Kind::DictView { .. }, _) | (_, Kind::DictView { .. }) => Err(Undecided::Python),
            _ => Err(Undecided::Unsupported),
        }
    }

    fn ordered_items(
        &self,
        op: CmpOp,
        x: &[Value],
        y: &[Value],
        depth: usize,
    ) -> Result<bool, Undecided> {
        self.spend(x.len().min(y.len()))?;
        for (&a, &b) in x.iter().zip(y) {
            if !(a.is(b) || self.equal(a, b, depth + 1)?) {
                return self.ordered(op, a, b, depth + 1);
            }
        }
        let (n, m) = (x.len(), y.len());
        Ok(match op {
            CmpOp::Lt => n < m,
            CmpOp::Le => n <= m,
            CmpOp::Gt => n > m,
            _ => n >= m,
        })
    }

    /// A comparison.
    pub(crate) fn compare(&mut self, op: CmpOp, a: Value, b: Value) -> Fallible<Out> {
        let decided = match op {
            CmpOp::Eq => self.equal(a, b, 0),
            CmpOp::Ne => {
                if self.has_python(a, names::NE) || self.has_python(b, names::NE) {
                    Err(Undecided::Python)
                } else {
                    self.equal(a, b, 0).map(|equal| !equal)
                }
            }
            _ => self.ordered(op, a, b, 0),
        };
        match decided {
            Ok(result) => Ok(Out::Value(Value::Bool(result))),
            Err(Undecided::Python) => Ok(Out::Call(
                self.helper(Helper::Compare),
                vec![a, b, Value::Int(op as i64)],
            )),
            Err(Undecided::Unsupported) => {
                // Inside of lists and tuples it is their items that do not compare.
                let (a, b) = self.incomparable(a, b);
                let message = format!(
                    "'{}' not supported between instances of '{}' and '{}'",
                    symbol(op),
                    self.type_name(a),
                    self.type_name(b)
                );
                Err(self.type_error(&message))
            }
            Err(other) => Err(self.undecided(other)),
        }
    }

    fn incomparable(&self, a: Value, b: Value) -> (Value, Value) {
        let (mut a, mut b) = (a, b);
        for _ in 0..MAX_NESTING {
            let (Some(x), Some(y)) = (self.items_of(a), self.items_of(b)) else {
                break;
            };
            if self.class_of(a) != self.class_of(b) {
                break;
            }
            let different = x
                .iter()
                .zip(&y)
                .find(|(p, q)| !p.is(**q) && self.equal(**p, **q, 0) == Ok(false));
            match different {
                Some((&p, &q)) => (a, b) = (p, q),
                None => break,
            }
        }
        (a, b)
    }

    pub(crate) fn undecided(&mut self, why: Undecided) -> Trouble {
        match why {
            Undecided::Unhashable(class) => {
                let name = self.full_class_name(class);
                let message = format!("unhashable type: '{name}'");
                self.type_error(&message)
            }
            Undecided::Unsupported => self.type_error("unsupported comparison"),
            Undecided::Fuel => Trouble::Limit(crate::limits::LimitKind::Fuel),
            Undecided::Python | Undecided::Deep => {
                self.recursion_error("maximum recursion depth exceeded in comparison")
            }
        }
    }

    /// The hash of a value, if no Python is needed. Objects that are hashed by identity get their
    /// number here.
    pub(crate) fn hash(&mut self, value: Value, depth: usize) -> Result<u64, Undecided> {
        if depth > MAX_NESTING {
            return Err(Undecided::Deep);
        }
        Ok(match value {
            Value::Int(i) => hash_int(i),
            Value::Bool(b) => u64::from(b),
            Value::Float(f) => hash_float(f),
            Value::None => 0xfca8_6420,
            Value::Ellipsis => 0x1f_2e3d,
            Value::NotImplemented => 0x2f_3e4d,
            Value::Code(code) => u64::from(code),
            Value::Undef | Value::Stop => 0,
            Value::Ref(r) => {
                let class = self.heap.get(r).class;
                if class.0 >= classes::COUNT {
                    match self.type_lookup(class, names::HASH) {
                        Some(Value::None) => return Err(Undecided::Unhashable(class)),
                        Some(found) if !self.is_native(found) => return Err(Undecided::Python),
                        _ => {}
                    }
                }
                return self.hash_content(r, class, depth);
            }
        })
    }

    /// The hash of what is stored, as if the class had no method of its own for it.
    pub(crate) fn hash_plain(&mut self, value: Value) -> Result<u64, Undecided> {
        match value {
            Value::Ref(r) => self.hash_content(r, self.heap.get(r).class, 0),
            other => self.hash(other, 0),
        }
    }

    fn hash_content(&mut self, r: Ref, class: Ref, depth: usize) -> Result<u64, Undecided> {
        Ok(match self.heap.kind(r) {
            Kind::Str(text) => u64::from(text.hash()),
            Kind::Bytes(bytes) => {
                self.spend(bytes.len() / 64)?;
                hash_bytes(bytes)
            }
            Kind::Big(big) => {
                self.spend(big.bits() as usize / 512)?;
                hash_big(big)
            }
            Kind::Float(f) => hash_float(*f),
            Kind::Tuple(items) => {
                let items = items.clone();
                self.hash_items(&items, depth)?
            }
            Kind::Slice(_) | Kind::List(_) | Kind::Dict(_) => {
                return Err(Undecided::Unhashable(class));
            }
            Kind::Set(set) => {
                if !self.is_subclass(class, classes::FROZENSET) {
                    return Err(Undecided::Unhashable(class));
                }
                self.spend(set.slots() / 4)?;
                hash_set(set)
            }
            Kind::Range { start, stop, step } => {
                let n = range_len(*start, *stop, *step);
                let (first, step) = (
                    if n == 0 {
                        Value::None
                    } else {
                        Value::Int(*start)
                    },
                    if n <= 1 {
                        Value::None
                    } else {
                        Value::Int(*step)
                    },
                );
                self.hash_items(&[Value::Int(n as i64), first, step], depth)?
            }
            Kind::DictView { what, .. } if *what != View::Values => {
                return Err(Undecided::Unhashable(class));
            }
            Kind::BoundMethod { function, this } => {
                let (function, this) = (*function, *this);
                let this = match this {
                    Value::Ref(this) => u64::from(self.identity(this)),
                    _ => 7,
                };
                this ^ u64::from(self.identity(function)).rotate_left(17)
            }
            _ => hash_int(i64::from(self.identity(r)) * 16),
        })
    }

    fn hash_items(&mut self, items: &[Value], depth: usize) -> Result<u64, Undecided> {
        const PRIME_1: u64 = 11_400_714_785_074_694_791;
        const PRIME_2: u64 = 14_029_467_366_897_019_727;
        const PRIME_5: u64 = 2_870_177_450_012_600_261;
        let mut acc = PRIME_5;
        self.spend(items.len())?;
        for &item in items {
            let lane = self.hash(item, depth + 1)?;
            acc = acc.wrapping_add(lane.wrapping_mul(PRIME_2));
            acc = acc.rotate_left(31).wrapping_mul(PRIME_1);
        }
        acc = acc.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3_527_539));
        Ok(if acc == u64::MAX { 1_546_275_796 } else { acc })
    }

    /// The number of an object, given when first asked for.
    pub(crate) fn identity(&mut self, r: Ref) -> u32 {
        let known = self.heap.get(r).identity;
        if known != 0 {
            return known;
        }
        self.next_identity += 1;
        let identity = self.next_identity;
        self.heap.get_mut(r).identity = identity;
        identity
    }

    // ------------------------------------------------------------------ dictionaries

    pub(crate) fn dict(&self, r: Ref) -> Option<&Rc<Dict>> {
        match self.heap.kind(r) {
            Kind::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    pub(crate) fn dict_mut(&mut self, r: Ref) -> Option<&mut Dict> {
        match &mut self.heap.get_mut(r).kind {
            Kind::Dict(dict) => Some(Rc::make_mut(dict)),
            _ => None,
        }
    }

    pub(crate) fn dict_find(&mut self, r: Ref, key: Value) -> Fallible<Found> {
        let hash = match self.hash(key, 0) {
            Ok(hash) => hash,
            Err(Undecided::Python) => return Ok(Found::Python),
            Err(other) => return Err(self.undecided(other)),
        };
        let Some(dict) = self.dict(r) else {
            return Err(self.type_error("not a dict"));
        };
        let found = dict.find(hash, &self.fuel, |other| self.same_key(other, key, 0));
        match found {
            Ok(Some(at)) => Ok(Found::At(at)),
            Ok(None) => Ok(Found::Missing(hash)),
            Err(Undecided::Python) => Ok(Found::Python),
            Err(other) => Err(self.undecided(other)),
        }
    }

    /// The value of a key that needs no Python.
    pub(crate) fn dict_get(&mut self, r: Ref, key: Value) -> Fallible<Option<Value>> {
        Ok(match self.dict_find(r, key)? {
            Found::At(at) => self.dict(r).and_then(|d| d.entry(at)).map(|e| e.1),
            _ => None,
        })
    }

    /// Set the value of a key that needs no Python.
    pub(crate) fn dict_set(&mut self, r: Ref, key: Value, value: Value) -> Fallible<()> {
        match self.dict_find(r, key)? {
            Found::At(at) => {
                if let Some(dict) = self.dict_mut(r) {
                    dict.set_at(at, value);
                }
            }
            Found::Missing(hash) => self.dict_push(r, hash, key, value)?,
            Found::Python => return Err(self.type_error("this key needs Python to compare")),
        }
        Ok(())
    }

    pub(crate) fn dict_push(
        &mut self,
        r: Ref,
        hash: u64,
        key: Value,
        value: Value,
    ) -> Fallible<()> {
        self.heap.bytes += 48;
        let limit = self.limits.object_size / 4;
        let Some(dict) = self.dict_mut(r) else {
            return Ok(());
        };
        dict.push(hash, key, value);
        if dict.len() > limit {
            return Err(Trouble::Limit(crate::limits::LimitKind::Size));
        }
        Ok(())
    }

    /// Remove a key that needs no Python.
    pub(crate) fn dict_remove(&mut self, r: Ref, key: Value) -> Fallible<Option<Value>> {
        Ok(match self.dict_find(r, key)? {
            Found::At(at) => self.dict_mut(r).map(|d| d.remove_at(at)),
            _ => None,
        })
    }

    /// `dict[key] = value` for a dict object (not a subclass with its own `__setitem__`).
    pub(crate) fn dict_set_item(&mut self, dict: Value, key: Value, value: Value) -> Fallible<Out> {
        let Value::Ref(r) = dict else {
            return Err(self.type_error("not a dict"));
        };
        match self.dict_find(r, key)? {
            Found::At(at) => {
                if let Some(dict) = self.dict_mut(r) {
                    dict.set_at(at, value);
                }
                Ok(Out::Done)
            }
            Found::Missing(hash) => {
                self.dict_push(r, hash, key, value)?;
                Ok(Out::Done)
            }
            Found::Python => Ok(Out::Discard(
                self.helper(Helper::DictInsert),
                vec![dict, key, value],
            )),
        }
    }

    /// A dict of keys and values in turn; or, if Python must be asked, a list of pairs.
    pub(crate) fn dict_of(&mut self, items: &[Value]) -> Fallible<Result<Value, Value>> {
        let dict = self.alloc(classes::DICT, Kind::Dict(Rc::default()));
        let Value::Ref(r) = dict else {
            return Ok(Ok(dict));
        };
        for pair in items.chunks_exact(2) {
            match self.dict_find(r, pair[0])? {
                Found::At(at) => {
                    if let Some(dict) = self.dict_mut(r) {
                        dict.set_at(at, pair[1]);
                    }
                }
                Found::Missing(hash) => self.dict_push(r, hash, pair[0], pair[1])?,
                Found::Python => {
                    let mut pairs = Vec::new();
                    for pair in items.chunks_exact(2) {
                        pairs.push(self.tuple(pair));
                    }
                    return Ok(Err(self.list(pairs)));
                }
            }
        }
        Ok(Ok(dict))
    }

    /// `f(**mapping)` into `dict`. False: Python must do it.
    pub(crate) fn merge_keywords(
        &mut self,
        dict: Value,
        mapping: Value,
        callable: Value,
    ) -> Fallible<bool> {
        let (Value::Ref(into), Value::Ref(from)) = (dict, mapping) else {
            return Ok(false);
        };
        if self.heap.get(from).class != classes::DICT {
            return Ok(false);
        }
        let entries: Vec<_> = match self.dict(from) {
            Some(dict) => dict.iter().collect(),
            None => return Ok(false),
        };
        for (key, value) in entries {
            if self.as_text(key).is_none() {
                return Err(self.type_error("keywords must be strings"));
            }
            if self.dict_get(into, key)?.is_some() {
                let name = self.callable_name(callable);
                let message = format!(
                    "{name}() got multiple values for keyword argument '{}'",
                    self.as_text(key).unwrap_or("")
                );
                return Err(self.type_error(&message));
            }
            self.dict_set(into, key, value)?;
        }
        Ok(true)
    }

    /// The qualified name that messages about a call use.
    pub(crate) fn callable_name(&self, callable: Value) -> String {
        let Value::Ref(r) = callable else {
            return self.type_name(callable).to_string();
        };
        match self.heap.kind(r) {
            Kind::Function(f) => {
                let module = self
                    .as_str(f.module)
                    .unwrap_or_else(|| EcoString::from("?"));
                format!(
                    "{}.{}",
                    module,
                    self.as_str(f.qualname)
                        .unwrap_or_else(|| EcoString::from("?"))
                )
            }
            Kind::BoundMethod { function, .. } => self.callable_name(Value::Ref(*function)),
            Kind::Class(c) => {
                let module = c.attributes.get(names::MODULE).and_then(|m| self.as_str(m));
                let name = self
                    .as_str(c.qualname)
                    .unwrap_or_else(|| EcoString::from("?"));
                match module {
                    Some(module) => format!("{module}.{name}"),
                    None => name.to_string(),
                }
            }
            Kind::Native(id) => self.natives[*id as usize].name.to_string(),
            _ => self.type_name(callable).to_string(),
        }
    }

    // ------------------------------------------------------------------ sets

    pub(crate) fn set(&self, r: Ref) -> Option<&Rc<Set>> {
        match self.heap.kind(r) {
            Kind::Set(set) => Some(set),
            _ => None,
        }
    }

    pub(crate) fn set_mut(&mut self, r: Ref) -> Option<&mut Set> {
        match &mut self.heap.get_mut(r).kind {
            Kind::Set(set) => Some(Rc::make_mut(set)),
            _ => None,
        }
    }

    pub(crate) fn set_find(&mut self, r: Ref, key: Value) -> Fallible<Found> {
        let hash = match self.hash(key, 0) {
            Ok(hash) => hash,
            Err(Undecided::Python) => return Ok(Found::Python),
            Err(other) => return Err(self.undecided(other)),
        };
        let Some(set) = self.set(r) else {
            return Err(self.type_error("not a set"));
        };
        let found = set.find(hash, &self.fuel, |other| self.same_key(other, key, 0));
        match found {
            Ok(Some(at)) => Ok(Found::At(at)),
            Ok(None) => Ok(Found::Missing(hash)),
            Err(Undecided::Python) => Ok(Found::Python),
            Err(other) => Err(self.undecided(other)),
        }
    }

    /// A set of constants. CPython's compiler makes it, and makes it anew from its items in the
    /// order in which they came out: collisions then fall differently.
    pub(crate) fn constant_set(&mut self, items: &[Value]) -> Fallible<Value> {
        let mut set = self.set_of(items)?.unwrap_or(Value::None);
        if let Value::Ref(r) = set
            && let Kind::Set(content) = self.heap.kind(r)
        {
            let items: Vec<Value> = content.iter().collect();
            set = self.set_of(&items)?.unwrap_or(set);
        }
        Ok(set)
    }

    /// As `set_find`, but a set is looked for as if it were frozen.
    pub(crate) fn set_find_frozen(&mut self, r: Ref, key: Value) -> Fallible<Found> {
        if let Value::Ref(k) = key
            && self.heap.get(k).class == classes::SET
            && let Kind::Set(set) = self.heap.kind(k)
        {
            let frozen = Kind::Set(set.clone());
            let frozen = self.alloc(classes::FROZENSET, frozen);
            return self.set_find(r, frozen);
        }
        self.set_find(r, key)
    }

    pub(crate) fn set_add(&mut self, set: Value, item: Value) -> Fallible<Out> {
        let Value::Ref(r) = set else {
            return Err(self.type_error("not a set"));
        };
        match self.set_find(r, item)? {
            Found::At(_) => {}
            Found::Missing(hash) => self.set_push(r, hash, item)?,
            Found::Python => return Ok(Out::Discard(self.helper(Helper::SetAdd), vec![set, item])),
        }
        Ok(Out::Done)
    }

    pub(crate) fn set_push(&mut self, r: Ref, hash: u64, item: Value) -> Fallible<()> {
        self.heap.bytes += 40;
        let limit = self.limits.object_size / 4;
        let Some(set) = self.set_mut(r) else {
            return Ok(());
        };
        set.push(hash, item);
        if set.len() > limit {
            return Err(Trouble::Limit(crate::limits::LimitKind::Size));
        }
        Ok(())
    }

    /// A set of items, if no Python is needed.
    pub(crate) fn set_of(&mut self, items: &[Value]) -> Fallible<Option<Value>> {
        let set = self.alloc(classes::SET, Kind::Set(Rc::default()));
        let Value::Ref(r) = set else { return Ok(None) };
        for &item in items {
            match self.set_find(r, item)? {
                Found::At(_) => {}
                Found::Missing(hash) => self.set_push(r, hash, item)?,
                Found::Python => return Ok(None),
            }
        }
        Ok(Some(set))
    }
}

fn hash_set(set: &Set) -> u64 {
    let shuffle = |h: u64| ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
    let mut hash = set.hashed().fold(0, |acc, (h, _)| acc ^ shuffle(h));
    hash ^= (set.len() as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash }
}

const MODULUS: u64 = (1 << 61) - 1;

/// CPython's hash of an integer: modulo 2⁶¹ − 1, and −1 is taken.
pub(crate) fn hash_int(value: i64) -> u64 {
    let magnitude = (value.unsigned_abs() % MODULUS) as i64;
    let hash = if value < 0 { -magnitude } else { magnitude };
    (if hash == -1 { -2 } else { hash }) as u64
}

fn hash_big(value: &BigInt) -> u64 {
    let magnitude = value.magnitude() % MODULUS;
    let digits = magnitude.to_u64_digits();
    let magnitude = digits.first().copied().unwrap_or(0) as i64;
    let hash = if value.sign() == Sign::Minus {
        -magnitude
    } else {
        magnitude
    };
    (if hash == -1 { -2 } else { hash }) as u64
}

fn hash_float(value: f64) -> u64 {
    if value.is_infinite() {
        return if value > 0.0 {
            314_159
        } else {
            (-314_159i64) as u64
        };
    }
    if value.is_nan() {
        return 0;
    }
    // As CPython: the mantissa 28 bits at a time, modulo 2⁶¹ − 1.
    let (mut mantissa, mut exponent) = frexp(value.abs());
    let mut x: u64 = 0;
    while mantissa != 0.0 {
        x = ((x << 28) & MODULUS) | (x >> (61 - 28));
        mantissa *= 268_435_456.0;
        exponent -= 28;
        let y = mantissa as u64;
        mantissa -= y as f64;
        x += y;
        if x >= MODULUS {
            x -= MODULUS;
        }
    }
    let shift = if exponent >= 0 {
        exponent % 61
    } else {
        60 - ((-1 - exponent) % 61)
    } as u32;
    x = ((x << shift) & MODULUS) | (x >> (61 - shift));
    let hash = if value < 0.0 { -(x as i64) } else { x as i64 };
    (if hash == -1 { -2 } else { hash }) as u64
}

/// Mantissa in [0.5, 1) and exponent.
pub(crate) fn frexp(value: f64) -> (f64, i32) {
    if value == 0.0 || !value.is_finite() {
        return (value, 0);
    }
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    if exponent == 0 {
        let (mantissa, exponent) = frexp(value * 18_014_398_509_481_984.0);
        return (mantissa, exponent - 54);
    }
    (
        f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52)),
        exponent - 1022,
    )
}

fn float_big_order(x: f64, y: &BigInt) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 {
            Ordering::Greater
        } else {
            Ordering::Less
        });
    }
    let floor = big_from_float(x.floor());
    match floor.cmp(y) {
        Ordering::Equal if x > x.floor() => Some(Ordering::Greater),
        other => Some(other),
    }
}

/// The integer of a float without fraction.
pub(crate) fn big_from_float(value: f64) -> BigInt {
    if value.abs() < 9e18 {
        return BigInt::from(value as i64);
    }
    let (mantissa, exponent) = frexp(value.abs());
    let digits = (mantissa * 9_007_199_254_740_992.0) as u64;
    let big = BigInt::from(digits) << (exponent - 53).max(0) as usize;
    if value < 0.0 { -big } else { big }
}

pub(crate) fn range_len(start: i64, stop: i64, step: i64) -> u64 {
    let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
    if step > 0 && start < stop {
        ((stop - start - 1) / step + 1) as u64
    } else if step < 0 && start > stop {
        ((start - stop - 1) / -step + 1) as u64
    } else {
        0
    }
}

pub(crate) fn symbol(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "==",
        CmpOp::Ne => "!=",
        CmpOp::Lt => "<",
        CmpOp::Le => "<=",
        CmpOp::Gt => ">",
        CmpOp::Ge => ">=",
    }
}

fn method_names(op: CmpOp) -> (crate::names::NameId, crate::names::NameId) {
    match op {
        CmpOp::Eq => (names::EQ, names::EQ),
        CmpOp::Ne => (names::NE, names::NE),
        CmpOp::Lt => (names::LT, names::GT),
        CmpOp::Le => (names::LE, names::GE),
        CmpOp::Gt => (names::GT, names::LT),
        CmpOp::Ge => (names::GE, names::LE),
    }
}
