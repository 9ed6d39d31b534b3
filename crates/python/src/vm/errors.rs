//! Making exceptions.

use std::rc::Rc;

use super::{Fallible, Process, Trouble};
use crate::classes;
use crate::limits::LimitKind;
use crate::object::{Exception, Kind, Layout};
use crate::value::{Ref, Value};

impl Process {
    /// An exception of a built-in class with one message.
    pub(crate) fn exception(&mut self, class: Ref, message: &str) -> Value {
        let text = self.str(message);
        self.exception_with(class, &[text])
    }

    /// An exception with these arguments.
    pub(crate) fn exception_with(&mut self, class: Ref, args: &[Value]) -> Value {
        let args = self.tuple(args);
        self.alloc(
            class,
            Kind::Exception(Rc::new(Exception {
                args,
                cause: Value::None,
                context: Value::None,
                suppress_context: false,
                traceback: Rc::default(),
                attributes: Vec::new(),
            })),
        )
    }

    pub(crate) fn raise(&mut self, class: Ref, message: &str) -> Trouble {
        Trouble::Raise(self.exception(class, message))
    }

    pub(crate) fn type_error(&mut self, message: &str) -> Trouble {
        self.raise(classes::TYPE_ERROR, message)
    }

    pub(crate) fn value_error(&mut self, message: &str) -> Trouble {
        self.raise(classes::VALUE_ERROR, message)
    }

    pub(crate) fn key_error(&mut self, key: Value) -> Trouble {
        Trouble::Raise(self.exception_with(classes::KEY_ERROR, &[key]))
    }

    pub(crate) fn recursion_error(&mut self, message: &str) -> Trouble {
        self.raise(classes::RECURSION_ERROR, message)
    }

    /// An exception with an extra attribute, as `AttributeError.name`.
    pub(crate) fn raise_named(
        &mut self,
        class: Ref,
        message: &str,
        attributes: &[(&str, Value)],
    ) -> Trouble {
        let value = self.exception(class, message);
        if let Value::Ref(r) = value {
            let attributes: Vec<_> = attributes
                .iter()
                .map(|(n, v)| (self.names.intern(n), *v))
                .collect();
            if let Kind::Exception(exception) = &mut self.heap.get_mut(r).kind {
                Rc::make_mut(exception).attributes = attributes;
            }
        }
        Trouble::Raise(value)
    }

    /// End the thread, since the program used something that CPython has and this language has not:
    /// an exception could be swallowed, and the program would go on differently.
    pub(crate) fn refuse(&mut self, sentence: &str) -> Trouble {
        self.refused = Some(Rc::from(sentence));
        Trouble::Limit(LimitKind::Refused)
    }

    /// Whether a value is an instance of `BaseException`.
    pub(crate) fn is_exception(&self, value: Value) -> bool {
        matches!(value, Value::Ref(r) if matches!(self.heap.kind(r), Kind::Exception(_)))
    }

    /// Whether a value is a class derived from `BaseException`.
    pub(crate) fn is_exception_class(&self, value: Value) -> bool {
        matches!(value, Value::Ref(r) if matches!(self.heap.kind(r), Kind::Class(class) if class.layout == Layout::Exception))
    }

    /// Whether an exception is of a built-in class.
    pub(crate) fn is_instance_of(&self, value: Value, class: Ref) -> bool {
        self.is_subclass(self.class_of(value), class)
    }

    /// While one exception is handled, a new one remembers it as its context.
    pub(crate) fn set_context(&mut self, exception: Value) {
        let (Value::Ref(new), Value::Ref(old)) = (exception, self.handling) else {
            return;
        };
        if new == old {
            return;
        }
        // If the new one is in the chain of the old one already, break the chain there.
        let mut at = old;
        let mut steps: usize = 0;
        while let Kind::Exception(e) = self.heap.kind(at) {
            let Value::Ref(next) = e.context else { break };
            if next == new {
                if let Kind::Exception(e) = &mut self.heap.get_mut(at).kind {
                    Rc::make_mut(e).context = Value::None;
                }
                break;
            }
            at = next;
            steps += 1;
            if steps > 10_000 {
                break;
            }
        }
        self.has_fuel_for(steps / 16);
        if let Kind::Exception(e) = &mut self.heap.get_mut(new).kind {
            Rc::make_mut(e).context = Value::Ref(old);
        }
    }

    /// Check that a value can be raised, and make an instance of a class without arguments if the
    /// class is built in. `Ok(None)`: a class that must be called first.
    pub(crate) fn raisable(&mut self, value: Value) -> Fallible<Option<Value>> {
        if self.is_exception(value) {
            return Ok(Some(value));
        }
        if self.is_exception_class(value) {
            return Ok(None);
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }
}
