//! Values out of and into a process.

use std::rc::Rc;

use super::Process;
use crate::classes;
use crate::data::Data;
use crate::object::Kind;
use crate::value::Value;

/// Depth of nested collections that cross.
const MAX_NESTING: usize = 100;
/// Values that cross at once.
const MAX_VALUES: usize = 1_000_000;

impl Process {
    /// A value as data. What cannot cross becomes [`Data::Opaque`].
    pub(crate) fn export_data(&self, value: Value) -> Data {
        self.export(value, 0, &mut MAX_VALUES.clone())
    }

    /// The same at some depth, with so many more values.
    fn export(&self, value: Value, depth: usize, left: &mut usize) -> Data {
        if depth > MAX_NESTING {
            return Data::Opaque(Rc::from("nested too deeply"));
        }
        // The same list in a list many times, and that one again: a small heap can be a large tree.
        if *left == 0 {
            return Data::Opaque(Rc::from("too large"));
        }
        *left -= 1;
        match value {
            Value::None | Value::Undef | Value::Stop => Data::None,
            Value::Bool(b) => Data::Bool(b),
            Value::Int(i) => Data::Int(i),
            Value::Float(f) => Data::Float(f),
            Value::NotImplemented => Data::Opaque(Rc::from("NotImplementedType")),
            Value::Ellipsis => Data::Opaque(Rc::from("ellipsis")),
            Value::Code(_) => Data::Opaque(Rc::from("code")),
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Str(text) => Data::Str(Rc::from(text.text.as_str())),
                Kind::Bytes(bytes) => Data::Bytes(bytes.clone()),
                Kind::Big(big) => match i64::try_from(big.as_ref()) {
                    Ok(small) => Data::Int(small),
                    Err(_) => Data::BigInt(big.as_ref().clone()),
                },
                Kind::Float(f) => Data::Float(*f),
                Kind::List(items) => Data::List(
                    items
                        .iter()
                        .map(|&v| self.export(v, depth + 1, left))
                        .collect(),
                ),
                Kind::Tuple(items) => Data::Tuple(
                    items
                        .iter()
                        .map(|&v| self.export(v, depth + 1, left))
                        .collect(),
                ),
                Kind::Dict(dict) => Data::Dict(
                    dict.iter()
                        .map(|(k, v)| {
                            (
                                self.export(k, depth + 1, left),
                                self.export(v, depth + 1, left),
                            )
                        })
                        .collect(),
                ),
                _ => Data::Opaque(Rc::from(self.type_name(value).as_str())),
            },
        }
    }

    /// Data as a value. Opaque data becomes `None`.
    pub(crate) fn import_data(&mut self, data: &Data) -> Value {
        match data {
            Data::None | Data::Opaque(_) => Value::None,
            Data::Bool(b) => Value::Bool(*b),
            Data::Int(i) => Value::Int(*i),
            Data::BigInt(big) => match i64::try_from(big) {
                Ok(small) => Value::Int(small),
                Err(_) => self.alloc(classes::INT, Kind::Big(Rc::new(big.clone()))),
            },
            Data::Float(f) => Value::Float(*f),
            Data::Str(text) => self.str(text),
            Data::Bytes(bytes) => self.alloc(classes::BYTES, Kind::Bytes(bytes.clone())),
            Data::List(items) => {
                let items = items.iter().map(|item| self.import_data(item)).collect();
                self.list(items)
            }
            Data::Tuple(items) => {
                let items: Vec<Value> = items.iter().map(|item| self.import_data(item)).collect();
                self.tuple(&items)
            }
            Data::Dict(entries) => {
                let mut flat = Vec::with_capacity(entries.len() * 2);
                for (key, value) in entries {
                    flat.push(self.import_data(key));
                    flat.push(self.import_data(value));
                }
                match self.dict_of(&flat) {
                    Ok(Ok(dict)) => dict,
                    _ => Value::None,
                }
            }
        }
    }
}
