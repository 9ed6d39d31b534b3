//! Iterators that need no Python, and collections as plain vectors.

use std::rc::Rc;

use super::compare::range_len;
use super::{Fallible, Out, Process, Trouble};
use crate::classes;
use crate::helpers::Helper;
use crate::limits::LimitKind;
use crate::names;
use crate::object::{Kind, View};
use crate::value::{Ref, Value};

/// How deep native iterators go into each other. What is wrapped more often is Python's.
const MAX_WRAPPED: usize = 10;

/// The place of an iterator over a dict that has come to its end.
const END: usize = u32::MAX as usize;

impl Process {
    /// The items of a list or tuple.
    pub(crate) fn items_of(&self, value: Value) -> Option<Vec<Value>> {
        match value {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Tuple(items) => Some(items.to_vec()),
                Kind::List(items) => Some(items.as_ref().clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether iterating over an object is what its content says.
    fn iterates_natively(&mut self, r: Ref) -> bool {
        let class = self.heap.get(r).class;
        class.0 < classes::COUNT || self.python_method(class, names::ITER).is_none()
    }

    /// The items of anything whose iteration needs no Python. Generators and the like: `None`.
    pub(crate) fn collect_native(&mut self, value: Value) -> Fallible<Option<Vec<Value>>> {
        let Value::Ref(r) = value else {
            return Ok(None);
        };
        if !self.iterates_natively(r) {
            return Ok(None);
        }
        let items = match self.heap.kind(r) {
            Kind::Tuple(items) => items.to_vec(),
            Kind::List(items) => items.as_ref().clone(),
            Kind::Dict(dict) => dict.iter().map(|e| e.0).collect(),
            Kind::Set(set) => set.iter().collect(),
            Kind::DictView { dict, what } => {
                let (dict, what) = (*dict, *what);
                let entries: Vec<_> = self
                    .dict(dict)
                    .map(|d| d.iter().collect())
                    .unwrap_or_default();
                entries
                    .into_iter()
                    .map(|(key, value)| self.view_item(what, key, value))
                    .collect()
            }
            Kind::Range { start, stop, step } => {
                let (start, step) = (*start, *step);
                let n = range_len(start, *stop, step);
                let size = usize::try_from(n).unwrap_or(usize::MAX);
                self.check_size(size.saturating_mul(4))?;
                (0..n as i64)
                    .map(|i| Value::Int(start + i * step))
                    .collect()
            }
            Kind::Str(text) => {
                let text = text.text.clone();
                self.check_size(text.len())?;
                text.chars().map(|c| self.char(c)).collect()
            }
            Kind::Bytes(bytes) => bytes.iter().map(|&b| Value::Int(i64::from(b))).collect(),
            _ => {
                if !self.is_native_iterator(value) {
                    return Ok(None);
                }
                let mut items = Vec::new();
                loop {
                    match self.next_native(value)? {
                        Some(Value::Stop) => break,
                        Some(item) => items.push(item),
                        // It turned out to need Python in the middle: cannot be, natives stay native.
                        None => return Ok(None),
                    }
                    if items.len() > self.limits.object_size / 4 {
                        return Err(Trouble::Limit(LimitKind::Size));
                    }
                }
                items
            }
        };
        self.charge(items.len())?;
        Ok(Some(items))
    }

    fn view_item(&mut self, what: View, key: Value, value: Value) -> Value {
        match what {
            View::Keys => key,
            View::Values => value,
            View::Items => self.tuple(&[key, value]),
        }
    }

    /// Whether all of an iterator is native, down to what it iterates over.
    pub(crate) fn is_native_iterator(&self, value: Value) -> bool {
        self.is_native_to_depth(value, MAX_WRAPPED)
    }

    fn is_native_to_depth(&self, value: Value, depth: usize) -> bool {
        let Value::Ref(r) = value else { return false };
        match self.heap.kind(r) {
            Kind::SequenceIter { .. }
            | Kind::ReverseIter { .. }
            | Kind::StrIter { .. }
            | Kind::RangeIter { .. }
            | Kind::DictIter { .. }
            | Kind::SetIter { .. } => true,
            Kind::Enumerate { iterator, .. } => {
                depth > 0 && self.is_native_to_depth(Value::Ref(*iterator), depth - 1)
            }
            Kind::Zip(iterators) => {
                depth > 0
                    && iterators
                        .iter()
                        .all(|&i| self.is_native_to_depth(i, depth - 1))
            }
            _ => false,
        }
    }

    /// `iter(value)`.
    pub(crate) fn iter(&mut self, value: Value) -> Fallible<Out> {
        let Value::Ref(r) = value else {
            let message = format!("'{}' object is not iterable", self.type_name(value));
            return Err(self.type_error(&message));
        };
        let object = self.heap.get(r);
        let class = object.class;
        if class.0 >= classes::COUNT && self.python_method(class, names::ITER).is_some() {
            return Ok(Out::Call(self.helper(Helper::Iter), vec![value]));
        }
        let (class, kind) = match self.heap.kind(r) {
            Kind::List(_) => (
                classes::LIST_ITERATOR,
                Kind::SequenceIter {
                    sequence: value,
                    at: 0,
                },
            ),
            Kind::Tuple(_) => (
                classes::TUPLE_ITERATOR,
                Kind::SequenceIter {
                    sequence: value,
                    at: 0,
                },
            ),
            Kind::Bytes(_) => (
                classes::BYTES_ITERATOR,
                Kind::SequenceIter {
                    sequence: value,
                    at: 0,
                },
            ),
            Kind::Str(text) => (
                if text.is_ascii() {
                    classes::STR_ASCII_ITERATOR
                } else {
                    classes::STR_ITERATOR
                },
                Kind::StrIter { text: value, at: 0 },
            ),
            Kind::Range { start, stop, step } => (
                classes::RANGE_ITERATOR,
                Kind::RangeIter {
                    next: *start,
                    step: *step,
                    left: range_len(*start, *stop, *step),
                },
            ),
            Kind::Dict(dict) => (
                classes::DICT_KEY_ITERATOR,
                Kind::DictIter {
                    dict: r,
                    at: 0,
                    size: dict.len() as u32,
                    left: dict.len() as u32,
                    what: View::Keys,
                    reverse: false,
                },
            ),
            Kind::DictView { dict, what } => {
                let class = match what {
                    View::Keys => classes::DICT_KEY_ITERATOR,
                    View::Values => classes::DICT_VALUE_ITERATOR,
                    View::Items => classes::DICT_ITEM_ITERATOR,
                };
                let left = self.dict(*dict).map_or(0, |d| d.len()) as u32;
                (
                    class,
                    Kind::DictIter {
                        dict: *dict,
                        at: 0,
                        size: left,
                        left,
                        what: *what,
                        reverse: false,
                    },
                )
            }
            Kind::Set(set) => (
                classes::SET_ITERATOR,
                Kind::SetIter {
                    set: r,
                    at: 0,
                    left: set.len() as u32,
                },
            ),
            Kind::Generator(_) if class != classes::GENERATOR => {
                let message = format!("'{}' object is not iterable", self.class_name(class));
                return Err(self.type_error(&message));
            }
            Kind::SequenceIter { .. }
            | Kind::ReverseIter { .. }
            | Kind::StrIter { .. }
            | Kind::RangeIter { .. }
            | Kind::DictIter { .. }
            | Kind::SetIter { .. }
            | Kind::Enumerate { .. }
            | Kind::Zip(_)
            | Kind::Generator(_) => return Ok(Out::Value(value)),
            _ => return Ok(Out::Call(self.helper(Helper::Iter), vec![value])),
        };
        Ok(Out::Value(self.alloc(class, kind)))
    }

    /// The next item of a native iterator, `Stop` at its end; `None` if Python must be asked.
    pub(crate) fn next_native(&mut self, iterator: Value) -> Fallible<Option<Value>> {
        let Value::Ref(r) = iterator else {
            return Ok(None);
        };
        match self.heap.kind(r) {
            Kind::SequenceIter { sequence, at } => {
                let (sequence, at) = (*sequence, *at as usize);
                let item = match sequence {
                    Value::Ref(s) => match self.heap.kind(s) {
                        Kind::List(items) => items.get(at).copied(),
                        Kind::Tuple(items) => items.get(at).copied(),
                        Kind::Bytes(bytes) => bytes.get(at).map(|&b| Value::Int(i64::from(b))),
                        _ => None,
                    },
                    _ => None,
                };
                if let Kind::SequenceIter { sequence, at } = &mut self.heap.get_mut(r).kind {
                    match item {
                        Some(_) => *at += 1,
                        None => *sequence = Value::None,
                    }
                }
                Ok(Some(item.unwrap_or(Value::Stop)))
            }
            Kind::ReverseIter { sequence, at } => {
                let (sequence, at) = (*sequence, *at as usize);
                if at == 0 {
                    return Ok(Some(Value::Stop));
                }
                let item = match sequence {
                    Value::Ref(s) => match self.heap.kind(s) {
                        Kind::List(items) => items.get(at - 1).copied(),
                        Kind::Tuple(items) => items.get(at - 1).copied(),
                        _ => None,
                    },
                    _ => None,
                };
                if let Kind::ReverseIter { at, .. } = &mut self.heap.get_mut(r).kind {
                    *at = if item.is_some() { *at - 1 } else { 0 };
                }
                Ok(Some(item.unwrap_or(Value::Stop)))
            }
            Kind::StrIter { text, at } => {
                let at = *at as usize;
                let next = match *text {
                    Value::Ref(s) => match self.heap.kind(s) {
                        Kind::Str(text) => text.text.get(at..).and_then(|rest| rest.chars().next()),
                        _ => None,
                    },
                    _ => None,
                };
                match next {
                    Some(c) => {
                        if let Kind::StrIter { at, .. } = &mut self.heap.get_mut(r).kind {
                            *at += c.len_utf8() as u32;
                        }
                        Ok(Some(self.char(c)))
                    }
                    None => Ok(Some(Value::Stop)),
                }
            }
            Kind::RangeIter { .. } => {
                let Kind::RangeIter { next, step, left } = &mut self.heap.get_mut(r).kind else {
                    return Ok(None);
                };
                if *left == 0 {
                    return Ok(Some(Value::Stop));
                }
                let value = *next;
                *left -= 1;
                *next = value.wrapping_add(*step);
                Ok(Some(Value::Int(value)))
            }
            Kind::DictIter {
                dict,
                at,
                size,
                left,
                what,
                reverse,
            } => {
                let (dict, mut place, size, left, what, reverse) =
                    (*dict, *at as usize, *size, *left, *what, *reverse);
                let Some(d) = self.dict(dict) else {
                    return Ok(Some(Value::Stop));
                };
                if d.len() as u32 != size && place != END {
                    // From now on it is never right again.
                    if let Kind::DictIter { size, .. } = &mut self.heap.get_mut(r).kind {
                        *size = u32::MAX;
                    }
                    return Err(self.raise(
                        classes::RUNTIME_ERROR,
                        "dictionary changed size during iteration",
                    ));
                }
                let mut found = None;
                let passed = place;
                if reverse {
                    while place < d.slots() {
                        let slot = d.slots() - 1 - place;
                        place += 1;
                        found = d.entry(slot);
                        if found.is_some() {
                            break;
                        }
                    }
                } else {
                    while place < d.slots() {
                        found = d.entry(place);
                        place += 1;
                        if found.is_some() {
                            break;
                        }
                    }
                }
                if found.is_some() && left == 0 && !reverse {
                    return Err(self.raise(
                        classes::RUNTIME_ERROR,
                        "dictionary keys changed during iteration",
                    ));
                }
                // Entries that were removed are passed over again by every new iterator.
                self.charge((place - passed) / 16)?;
                if let Kind::DictIter { at, left, .. } = &mut self.heap.get_mut(r).kind {
                    if found.is_some() {
                        *at = place as u32;
                        *left = left.saturating_sub(1);
                    } else {
                        *at = END as u32;
                        *left = 0;
                    }
                }
                Ok(Some(match found {
                    Some((key, value)) => self.view_item(what, key, value),
                    None => Value::Stop,
                }))
            }
            Kind::SetIter { set, at, left } => {
                let (set, mut place, left) = (*set, *at as usize, *left);
                let Some(s) = self.set(set) else {
                    return Ok(Some(Value::Stop));
                };
                if s.len() as u32 != left && left != u32::MAX {
                    return Err(
                        self.raise(classes::RUNTIME_ERROR, "Set changed size during iteration")
                    );
                }
                let mut found = None;
                let passed = place;
                while place < s.slots() {
                    found = s.at(place);
                    place += 1;
                    if found.is_some() {
                        break;
                    }
                }
                self.charge((place - passed) / 16)?;
                if let Kind::SetIter { at, left, .. } = &mut self.heap.get_mut(r).kind {
                    *at = place as u32;
                    if found.is_none() {
                        *at = u32::MAX;
                        *left = u32::MAX;
                    }
                }
                Ok(Some(found.unwrap_or(Value::Stop)))
            }
            Kind::Enumerate { iterator, count } => {
                let (iterator, count) = (*iterator, *count);
                match self.next_native(Value::Ref(iterator))? {
                    Some(Value::Stop) => Ok(Some(Value::Stop)),
                    Some(item) => {
                        if let Kind::Enumerate { count, .. } = &mut self.heap.get_mut(r).kind {
                            *count = count.saturating_add(1);
                        }
                        Ok(Some(self.tuple(&[Value::Int(count), item])))
                    }
                    None => Ok(None),
                }
            }
            Kind::Zip(iterators) => {
                let iterators = iterators.clone();
                let mut items = Vec::with_capacity(iterators.len());
                for &iterator in iterators.iter() {
                    match self.next_native(iterator)? {
                        Some(Value::Stop) => return Ok(Some(Value::Stop)),
                        Some(item) => items.push(item),
                        None => return Ok(None),
                    }
                }
                if items.is_empty() {
                    return Ok(Some(Value::Stop));
                }
                Ok(Some(self.tuple(&items)))
            }
            _ => Ok(None),
        }
    }

    /// How many items a native iterator has left, as far as it knows.
    pub(crate) fn items_left(&self, iterator: Value) -> usize {
        let Value::Ref(r) = iterator else { return 0 };
        match self.heap.kind(r) {
            Kind::SequenceIter { sequence, at } => {
                let len = self.len_native(*sequence).unwrap_or(0) as usize;
                len.saturating_sub(*at as usize)
            }
            Kind::ReverseIter { sequence, at } => {
                (*at as usize).min(self.len_native(*sequence).unwrap_or(0) as usize)
            }
            Kind::StrIter { text, at } => {
                let text = self.as_text(*text).unwrap_or("");
                text.get(*at as usize..).unwrap_or("").chars().count()
            }
            Kind::RangeIter { left, .. } => usize::try_from(*left).unwrap_or(usize::MAX),
            Kind::DictIter {
                dict, size, left, ..
            } => match self.dict(*dict) {
                Some(dict) if dict.len() as u32 == *size => *left as usize,
                _ => 0,
            },
            Kind::SetIter { set, at, left } => match self.set(*set) {
                Some(set) if set.len() as u32 == *left => {
                    let rest = (*at as usize).min(set.slots())..set.slots();
                    rest.filter(|&place| set.at(place).is_some()).count()
                }
                _ => 0,
            },
            _ => 0,
        }
    }

    /// What can be unpacked at once.
    pub(crate) fn unpackable(&self, value: Value) -> Option<Vec<Value>> {
        match value {
            Value::Ref(r)
                if self.heap.get(r).class.0 < classes::COUNT
                    || matches!(self.heap.kind(r), Kind::Tuple(_)) =>
            {
                self.items_of(value)
            }
            _ => None,
        }
    }

    pub(crate) fn unpack_error(&mut self, wanted: usize, got: usize) -> Trouble {
        let message = if got > wanted {
            format!("too many values to unpack (expected {wanted})")
        } else {
            format!("not enough values to unpack (expected {wanted}, got {got})")
        };
        self.value_error(&message)
    }

    pub(crate) fn list_push(&mut self, r: Ref, item: Value) -> Fallible<()> {
        self.heap.bytes += 16;
        let limit = self.limits.object_size / 4;
        if let Kind::List(items) = &mut self.heap.get_mut(r).kind {
            let items = Rc::make_mut(items);
            items.push(item);
            if items.len() > limit {
                return Err(Trouble::Limit(LimitKind::Size));
            }
        }
        Ok(())
    }

    /// `list.extend(iterable)`.
    pub(crate) fn list_extend(&mut self, list: Value, iterable: Value) -> Fallible<Out> {
        let Value::Ref(r) = list else {
            return Err(self.type_error("not a list"));
        };
        match self.collect_native(iterable)? {
            Some(new) => {
                self.heap.bytes += new.len() * 16;
                let limit = self.limits.object_size / 4;
                if let Kind::List(items) = &mut self.heap.get_mut(r).kind {
                    let items = Rc::make_mut(items);
                    items.extend_from_slice(&new);
                    if items.len() > limit {
                        return Err(Trouble::Limit(LimitKind::Size));
                    }
                }
                Ok(Out::Done)
            }
            None => Ok(Out::Discard(
                self.helper(Helper::ListExtend),
                vec![list, iterable],
            )),
        }
    }

    pub(crate) fn tuple(&mut self, items: &[Value]) -> Value {
        self.alloc(classes::TUPLE, Kind::Tuple(Rc::from(items)))
    }

    pub(crate) fn list(&mut self, items: Vec<Value>) -> Value {
        self.alloc(classes::LIST, Kind::List(Rc::new(items)))
    }
}
