//! Looking attributes up, and setting them.

use std::cell::Cell;
use std::rc::Rc;

use ecow::EcoString;

use super::lookup::Hint;
use super::{Fallible, Out, Process, Trouble};
use crate::absent;
use crate::classes;
use crate::hash_search::HashSearch;
use crate::helpers::Helper;
use crate::names::{self, NameId};
use crate::object::{Class, Kind, NO_DICT};
use crate::value::{Ref, Value};

/// Attributes that an instance holds itself; one with more has a dict.
const MAX_OWN: usize = 64;

/// What was found for a method call.
pub(crate) enum Method {
    /// A function and the object it is called on.
    Bound(Value, Value),
    /// Something that is called as it is.
    Plain(Value),
    /// Python must run to find it.
    Pending(Out),
}

impl Process {
    #[inline]
    pub(crate) fn class_of(&self, value: Value) -> Ref {
        match value {
            Value::Ref(r) => self.heap.get(r).class,
            Value::Int(_) => classes::INT,
            Value::Bool(_) => classes::BOOL,
            Value::Float(_) => classes::FLOAT,
            Value::None => classes::NONE,
            Value::NotImplemented => classes::NOT_IMPLEMENTED,
            Value::Ellipsis => classes::ELLIPSIS,
            Value::Code(_) => classes::CODE,
            Value::Undef | Value::Stop => classes::OBJECT,
        }
    }

    pub(crate) fn class(&self, r: Ref) -> Option<&Class> {
        match self.heap.kind(r) {
            Kind::Class(class) => Some(class),
            _ => None,
        }
    }

    /// A class's `__name__`.
    pub(crate) fn class_name(&self, r: Ref) -> EcoString {
        self.class(r)
            .and_then(|class| self.as_str(class.name))
            .unwrap_or_else(|| EcoString::from("?"))
    }

    /// The name of a value's class, for messages.
    pub(crate) fn type_name(&self, value: Value) -> EcoString {
        self.full_class_name(self.class_of(value))
    }

    /// The name of a class, for messages.
    pub(crate) fn full_class_name(&self, class: Ref) -> EcoString {
        // Classes that are written in C for CPython say their module in messages.
        let full = self
            .class(class)
            .filter(|c| !c.builtin)
            .and_then(|c| c.attributes.get(names::TP_NAME));
        if let Some(full) = full.and_then(|full| self.as_str(full)) {
            return full;
        }
        self.class_name(class)
    }

    pub(crate) fn is_subclass(&self, class: Ref, of: Ref) -> bool {
        if class == of || of == classes::OBJECT {
            return true;
        }
        self.class(class)
            .is_some_and(|class| class.mro.contains(&of))
    }

    /// A special method of a class that is written in Python, if it has one.
    pub(crate) fn python_method(&self, class: Ref, name: NameId) -> Option<Value> {
        if class.0 < classes::COUNT {
            return None;
        }
        let found = self.type_lookup(class, name)?;
        match found {
            Value::Ref(r) if matches!(self.heap.kind(r), Kind::Native(_)) => None,
            Value::None => None,
            _ => Some(found),
        }
    }

    /// An attribute that an object has itself.
    #[inline]
    pub(crate) fn own_attribute(&self, r: Ref, name: NameId) -> Option<Value> {
        let object = self.heap.get(r);
        if object.dict != NO_DICT {
            // What has a slot stays beside the dict.
            if let Kind::Instance(slots) = &object.kind
                && let Some(slot) = slots.iter().find(|a| a.0 == name)
            {
                return Some(slot.1);
            }
            return self.dict_get_name(object.dict, name);
        }
        match &object.kind {
            Kind::Instance(attributes) => attributes.iter().find(|a| a.0 == name).map(|a| a.1),
            Kind::Exception(exception) => exception
                .attributes
                .iter()
                .find(|a| a.0 == name)
                .map(|a| a.1),
            _ => None,
        }
    }

    fn dict_get_name(&self, dict: Ref, name: NameId) -> Option<Value> {
        let text = self.names.text(name);
        let Kind::Dict(dict) = self.heap.kind(dict) else {
            return None;
        };
        let hash = u64::from(crate::object::short_hash(self.names.hash(name)));
        let found = dict.find(hash, &self.fuel, |key| {
            Ok::<_, ()>(self.as_text(key) == Some(text.as_ref()))
        });
        found
            .ok()
            .flatten()
            .and_then(|at| dict.entry(at))
            .map(|e| e.1)
    }

    /// `getattr(value, name)`.
    pub(crate) fn load_attr(&mut self, value: Value, name: NameId) -> Fallible<Out> {
        let class = self.class_of(value);
        if let Value::Ref(r) = value {
            match self.heap.kind(r) {
                Kind::Class(_) => return self.load_class_attr(r, name),
                Kind::Module(module) => {
                    if let Some(found) = module.names.get(name) {
                        return Ok(Out::Value(found));
                    }
                    return self.load_module_attr(r, name);
                }
                Kind::Super { class, this } => {
                    return self.load_super_attr(*class, *this, name, value);
                }
                _ => {}
            }
        }
        if let Some(getattribute) = self.python_method(class, names::GETATTRIBUTE) {
            let text = self.name_value(name);
            if self.python_method(class, names::GETATTR).is_some() {
                return Ok(Out::Call(
                    self.helper(Helper::GetAttribute),
                    vec![value, text],
                ));
            }
            return Ok(Out::Call(getattribute, vec![value, text]));
        }
        self.load_attr_found(value, class, name, true)
    }

    /// `object.__getattribute__(value, name)`.
    pub(crate) fn load_attr_plain(&mut self, value: Value, name: NameId) -> Fallible<Out> {
        let class = self.class_of(value);
        match value {
            Value::Ref(r)
                if matches!(
                    self.heap.kind(r),
                    Kind::Class(_) | Kind::Module(_) | Kind::Super { .. }
                ) =>
            {
                self.load_attr(value, name)
            }
            _ => self.load_attr_found(value, class, name, false),
        }
    }

    fn load_attr_found(
        &mut self,
        value: Value,
        class: Ref,
        name: NameId,
        fallback: bool,
    ) -> Fallible<Out> {
        let found = self.type_lookup(class, name);
        if let Some(Value::Ref(m)) = found {
            // Data descriptors come before the object's own attributes.
            let data = match self.heap.kind(m) {
                Kind::Property(_) | Kind::GetSet(..) => true,
                Kind::Instance(_) => {
                    let descriptor = self.heap.get(m).class;
                    self.type_lookup(descriptor, names::SET).is_some()
                        || self.type_lookup(descriptor, names::DELETE).is_some()
                }
                _ => false,
            };
            if data {
                return self.bind(m, value, class, name);
            }
        }
        if let Value::Ref(r) = value
            && let Some(own) = self.own_attribute(r, name)
        {
            return Ok(Out::Value(own));
        }
        match found {
            Some(Value::Ref(m)) => self.bind(m, value, class, name),
            Some(plain) => Ok(Out::Value(plain)),
            None if fallback => self.missing_attribute(value, class, name),
            None => Err(self.attribute_error(value, name)),
        }
    }

    fn missing_attribute(&mut self, value: Value, class: Ref, name: NameId) -> Fallible<Out> {
        if let Some(getattr) = self.python_method(class, names::GETATTR) {
            // What CPython finds is not asked for there.
            let shown = self.names.text(name).clone();
            if let Some(refusal) = self.absent(value, &shown) {
                return Err(refusal);
            }
            let text = self.name_value(name);
            return Ok(Out::Call(getattr, vec![value, text]));
        }
        Err(self.attribute_error(value, name))
    }

    /// `'Foo' object has no attribute 'bar'`
    pub(crate) fn attribute_error(&mut self, value: Value, name: NameId) -> Trouble {
        let text = self.names.text(name).clone();
        if let Some(refusal) = self.absent(value, &text) {
            return refusal;
        }
        let message = match value {
            Value::Ref(r) if matches!(self.heap.kind(r), Kind::Class(_)) => {
                format!(
                    "type object '{}' has no attribute '{}'",
                    self.class_name(r),
                    text
                )
            }
            Value::Ref(r) if matches!(self.heap.kind(r), Kind::Module(_)) => {
                let Kind::Module(module) = self.heap.kind(r) else {
                    unreachable_kind()
                };
                format!("module '{}' has no attribute '{}'", module.name, text)
            }
            _ => format!(
                "'{}' object has no attribute '{}'",
                self.type_name(value),
                text
            ),
        };
        let name = self.name_value(name);
        self.raise_named(
            classes::ATTRIBUTE_ERROR,
            &message,
            &[("name", name), ("obj", value)],
        )
    }

    /// The refusal of a name that CPython has there.
    pub(crate) fn absent(&mut self, value: Value, name: &str) -> Option<Trouble> {
        let owners = absent::owners(name);
        if owners.is_empty() {
            return None;
        }
        let owner = match value {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Module(module) => {
                    let module = module.name.clone();
                    absent::is_among(owners, "module", "", &module).then(|| module.to_string())
                }
                Kind::Class(_) => self
                    .absent_in(r, owners)
                    .or_else(|| self.absent_in(self.heap.get(r).class, owners)),
                Kind::Super { this, .. } => self
                    .absent_in(classes::SUPER, owners)
                    .or_else(|| self.absent_in(self.class_of(*this), owners)),
                _ => self.absent_in(self.heap.get(r).class, owners),
            },
            other => self.absent_in(self.class_of(other), owners),
        }?;
        Some(self.refuse(&format!("{owner}.{name} is not provided here")))
    }

    /// The class, or that one of its bases, which is among those that have a name in CPython only.
    fn absent_in(&self, class: Ref, owners: &[&str]) -> Option<String> {
        let mro = self.class(class)?.mro.clone();
        mro.iter().find_map(|&base| {
            let class = self.class(base)?;
            let (module, title) = match classes::CLASSES.get(base.0 as usize) {
                Some((title, _)) => ("", *title),
                None => {
                    let module = class.attributes.get(names::MODULE)?;
                    let (module, title) = (self.as_text(module)?, self.as_text(class.qualname)?);
                    (if module == "builtins" { "" } else { module }, title)
                }
            };
            absent::is_among(owners, "class", module, title).then(|| match module {
                "" => title.to_owned(),
                _ => format!("{module}.{title}"),
            })
        })
    }

    fn load_module_attr(&mut self, r: Ref, name: NameId) -> Fallible<Out> {
        if name == names::DICT {
            let Kind::Module(module) = self.heap.kind(r) else {
                unreachable_kind()
            };
            let entries: Vec<_> = module.names.entries().to_vec();
            self.charge(entries.len())?;
            return Ok(Out::Value(self.name_dict(&entries, classes::DICT)?));
        }
        if name == names::CLASS {
            return Ok(Out::Value(Value::Ref(classes::MODULE)));
        }
        let text = self.names.text(name).clone();
        if let Some(refusal) = self.absent(Value::Ref(r), &text) {
            return Err(refusal);
        }
        if let Kind::Module(module) = self.heap.kind(r)
            && let Some(getattr) = module.names.get(names::GETATTR)
        {
            let text = self.name_value(name);
            return Ok(Out::Call(getattr, vec![text]));
        }
        Err(self.attribute_error(Value::Ref(r), name))
    }

    /// What a class attribute gives through an instance: functions become methods, descriptors are
    /// asked.
    fn bind(&mut self, m: Ref, value: Value, class: Ref, name: NameId) -> Fallible<Out> {
        let object = self.heap.get(m);
        Ok(match &object.kind {
            Kind::Function(_) => Out::Value(self.bound(m, value)),
            Kind::Native(id) => {
                if self.natives[*id as usize].binds {
                    Out::Value(self.bound(m, value))
                } else {
                    Out::Value(Value::Ref(m))
                }
            }
            Kind::Property(parts) => {
                if parts[0].is_none() {
                    let message = self.property_lacks(m, class, "getter");
                    return Err(self.raise(classes::ATTRIBUTE_ERROR, &message));
                }
                let getter = parts[0];
                match self.python_method(class, names::GETATTR) {
                    // A property that raises AttributeError falls back to `__getattr__`.
                    Some(_) => {
                        let text = self.name_value(name);
                        Out::Call(self.helper(Helper::GetAttrOr), vec![getter, value, text])
                    }
                    None => Out::Call(getter, vec![value]),
                }
            }
            Kind::ClassMethod(function) => {
                let function = *function;
                return self.bind_class_method(function, class);
            }
            Kind::StaticMethod(function) => Out::Value(*function),
            Kind::GetSet(get, _) => {
                let function = self.natives[*get as usize].function;
                return function(
                    self,
                    super::Args {
                        pos: &[value],
                        names: &[],
                        named: &[],
                    },
                );
            }
            Kind::Instance(_) => {
                let class_of = object.class;
                match self.type_lookup(class_of, names::GET) {
                    Some(get) => Out::Call(get, vec![Value::Ref(m), value, Value::Ref(class)]),
                    None => Out::Value(Value::Ref(m)),
                }
            }
            _ => Out::Value(Value::Ref(m)),
        })
    }

    /// The message about a property that cannot be read, set or deleted.
    fn property_lacks(&self, property: Ref, class: Ref, what: &str) -> String {
        let name = match self.heap.kind(property) {
            Kind::Property(parts) => self.as_str(parts[4]),
            _ => None,
        };
        let class = self.class_name(class);
        match name {
            Some(name) => {
                let mut shown = String::new();
                super::text::str_repr(&name, &mut shown);
                format!("property {shown} of '{class}' object has no {what}")
            }
            None => format!("property of '{class}' object has no {what}"),
        }
    }

    fn bind_class_method(&mut self, function: Value, class: Ref) -> Fallible<Out> {
        match function {
            Value::Ref(f) if matches!(self.heap.kind(f), Kind::Function(_) | Kind::Native(_)) => {
                Ok(Out::Value(self.bound(f, Value::Ref(class))))
            }
            Value::Ref(f) if matches!(self.heap.kind(f), Kind::Property(_)) => {
                let Kind::Property(parts) = self.heap.kind(f) else {
                    unreachable_kind()
                };
                Ok(Out::Call(parts[0], vec![Value::Ref(class)]))
            }
            Value::Ref(f) => Ok(Out::Value(self.bound(f, Value::Ref(class)))),
            other => Ok(Out::Value(other)),
        }
    }

    fn bound(&mut self, function: Ref, this: Value) -> Value {
        let class = match self.heap.kind(function) {
            Kind::Native(id) if is_slot(self.natives[*id as usize].name) => classes::METHOD_WRAPPER,
            Kind::Native(_) => classes::NATIVE,
            // Methods of built-in classes that are written in Python here.
            Kind::Function(_) if self.class_of(this).0 < classes::COUNT && !self.is_class(this) => {
                classes::NATIVE
            }
            _ => classes::METHOD,
        };
        self.alloc(class, Kind::BoundMethod { function, this })
    }

    /// An attribute of a class itself.
    fn load_class_attr(&mut self, class: Ref, name: NameId) -> Fallible<Out> {
        let meta = self.heap.get(class).class;
        let meta_found = self.type_lookup(meta, name);
        if let Some(Value::Ref(m)) = meta_found
            && matches!(self.heap.kind(m), Kind::Property(_) | Kind::GetSet(..))
        {
            // `Foo.__doc__` and the like are the class's own if it has them.
            let own = match name {
                names::DOC | names::MODULE => self
                    .class(class)
                    .filter(|c| !c.builtin)
                    .and_then(|c| c.attributes.get(name)),
                _ => None,
            };
            if let Some(own) = own {
                return Ok(Out::Value(own));
            }
            return self.bind(m, Value::Ref(class), meta, name);
        }
        if let Some(found) = self.type_lookup(class, name) {
            let Value::Ref(m) = found else {
                return Ok(Out::Value(found));
            };
            return match self.heap.kind(m) {
                Kind::ClassMethod(function) => {
                    let function = *function;
                    self.bind_class_method(function, class)
                }
                Kind::StaticMethod(function) => Ok(Out::Value(*function)),
                Kind::Instance(_) => {
                    let descriptor = self.heap.get(m).class;
                    match self.type_lookup(descriptor, names::GET) {
                        Some(get) => {
                            Ok(Out::Call(get, vec![found, Value::None, Value::Ref(class)]))
                        }
                        None => Ok(Out::Value(found)),
                    }
                }
                _ => Ok(Out::Value(found)),
            };
        }
        if let Some(Value::Ref(m)) = meta_found {
            return self.bind(m, Value::Ref(class), meta, name);
        }
        if let Some(getattr) = self.python_method(meta, names::GETATTR) {
            let shown = self.names.text(name).clone();
            if let Some(refusal) = self.absent(Value::Ref(class), &shown) {
                return Err(refusal);
            }
            let text = self.name_value(name);
            return Ok(Out::Call(getattr, vec![Value::Ref(class), text]));
        }
        Err(self.attribute_error(Value::Ref(class), name))
    }

    fn load_super_attr(
        &mut self,
        after: Ref,
        this: Value,
        name: NameId,
        whole: Value,
    ) -> Fallible<Out> {
        // A class as `this` means a class method (or `__new__`, `__init_subclass__`).
        let this_class = match this {
            Value::Ref(r)
                if matches!(self.heap.kind(r), Kind::Class(_)) && self.is_subclass(r, after) =>
            {
                r
            }
            other => self.class_of(other),
        };
        let is_class = matches!(this, Value::Ref(r) if r == this_class);
        let mro = self
            .class(this_class)
            .map(|c| c.mro.clone())
            .unwrap_or_default();
        let start = mro
            .iter()
            .position(|&c| c == after)
            .map_or(mro.len(), |i| i + 1);
        for &base in &mro[start..] {
            if name == names::CLASS {
                break;
            }
            let Some(found) = self.class(base).and_then(|c| c.attributes.get(name)) else {
                continue;
            };
            let Value::Ref(m) = found else {
                return Ok(Out::Value(found));
            };
            return match self.heap.kind(m) {
                Kind::ClassMethod(function) => {
                    let function = *function;
                    self.bind_class_method(function, this_class)
                }
                Kind::StaticMethod(function) => Ok(Out::Value(*function)),
                Kind::Function(_) | Kind::Native(_) if is_class => Ok(Out::Value(found)),
                _ => self.bind(m, this, this_class, name),
            };
        }
        if name == names::CLASS {
            return Ok(Out::Value(Value::Ref(classes::SUPER)));
        }
        Err(self.attribute_error(whole, name))
    }

    /// An attribute of an instance about which its class says nothing: the common case. The hint
    /// says where it was the last time.
    #[inline]
    pub(crate) fn hinted_attribute(
        &self,
        value: Value,
        name: NameId,
        hint: &Cell<Hint>,
    ) -> Option<Value> {
        let Value::Ref(r) = value else { return None };
        let object = self.heap.get(r);
        let Kind::Instance(attributes) = &object.kind else {
            return None;
        };
        let known = hint.get();
        if known.class == object.class
            && known.epoch == self.epoch
            && let Some(&(found, own)) = attributes.get(known.place as usize)
            && found == name
        {
            return Some(own);
        }
        let class = object.class;
        if self.type_lookup(class, name).is_some() || !self.loads_plainly(class) {
            return None;
        }
        let place = attributes.iter().position(|a| a.0 == name)?;
        hint.set(Hint {
            epoch: self.epoch,
            class,
            place: place as u32,
        });
        Some(attributes[place].1)
    }

    /// Whether attributes of instances are looked up without asking Python.
    fn loads_plainly(&self, class: Ref) -> bool {
        self.python_method(class, names::GETATTRIBUTE).is_none()
    }

    /// For a call `value.name(…)`: the function and the object apart, where that is possible.
    #[inline]
    pub(crate) fn load_method(
        &mut self,
        value: Value,
        name: NameId,
        hint: &Cell<Hint>,
    ) -> Fallible<Method> {
        let class = self.class_of(value);
        let known = hint.get();
        if known.class == class && known.epoch == self.epoch && !self.has_own(value, name) {
            return Ok(Method::Bound(Value::Ref(Ref(known.place)), value));
        }
        let whole = match value {
            Value::Ref(r) => match self.heap.kind(r) {
                Kind::Module(module) => {
                    if let Some(found) = module.names.get(name) {
                        return Ok(Method::Plain(found));
                    }
                    true
                }
                Kind::Class(_) | Kind::Super { .. } => true,
                _ => false,
            },
            _ => false,
        };
        if !whole
            && self.loads_plainly(class)
            && let Some(found @ Value::Ref(m)) = self.type_lookup(class, name)
            && match self.heap.kind(m) {
                Kind::Function(_) => true,
                Kind::Native(id) => self.natives[*id as usize].binds,
                _ => false,
            }
            && !self.has_own(value, name)
        {
            hint.set(Hint {
                epoch: self.epoch,
                class,
                place: m.0,
            });
            return Ok(Method::Bound(found, value));
        }
        Ok(match self.load_attr(value, name)? {
            Out::Value(found) => Method::Plain(found),
            other => Method::Pending(other),
        })
    }

    /// Whether an object has an attribute itself.
    #[inline]
    fn has_own(&self, value: Value, name: NameId) -> bool {
        matches!(value, Value::Ref(r) if self.own_attribute(r, name).is_some())
    }

    /// Set an attribute where the hint says it is, or comes next. False: not that simple.
    #[inline]
    pub(crate) fn store_hinted(
        &mut self,
        value: Value,
        name: NameId,
        new: Value,
        hint: &Cell<Hint>,
    ) -> bool {
        let Value::Ref(r) = value else { return false };
        let object = self.heap.get(r);
        if !matches!(object.kind, Kind::Instance(_)) || object.dict != NO_DICT {
            return false;
        }
        let known = hint.get();
        let class = object.class;
        if known.class != class || known.epoch != self.epoch {
            self.hint_store(r, class, name, hint);
            return false;
        }
        let Kind::Instance(attributes) = &mut self.heap.get_mut(r).kind else {
            return false;
        };
        let place = known.place as usize;
        let attributes = Rc::make_mut(attributes);
        let end = attributes.len();
        match attributes.get_mut(place) {
            Some(attribute) if attribute.0 == name => attribute.1 = new,
            None if place == end => {
                if place == 0 {
                    attributes.reserve(4);
                }
                attributes.push((name, new));
                self.heap.bytes += 24;
            }
            _ => {
                self.hint_store(r, class, name, hint);
                return false;
            }
        }
        true
    }

    /// Note where an attribute that is about to be set will be, if setting it takes no more.
    fn hint_store(&self, r: Ref, class: Ref, name: NameId, hint: &Cell<Hint>) {
        let plain = self.python_method(class, names::SETATTR).is_none()
            && self.type_lookup(class, name).is_none()
            && self
                .class(class)
                .is_some_and(|c| c.has_dict || c.slots.contains(&name));
        let Kind::Instance(attributes) = self.heap.kind(r) else {
            return;
        };
        let place = attributes
            .iter()
            .position(|a| a.0 == name)
            .unwrap_or(attributes.len());
        // Beyond that an object gets a dict of its own.
        if plain && place < MAX_OWN {
            hint.set(Hint {
                epoch: self.epoch,
                class,
                place: place as u32,
            });
        }
    }

    pub(crate) fn is_native(&self, value: Value) -> bool {
        matches!(value, Value::Ref(r) if matches!(self.heap.kind(r), Kind::Native(_)))
    }

    /// `setattr(value, name, new)`.
    pub(crate) fn store_attr(&mut self, value: Value, name: NameId, new: Value) -> Fallible<Out> {
        let class = self.class_of(value);
        if let Some(setattr) = self.python_method(class, names::SETATTR) {
            let text = self.name_value(name);
            return Ok(Out::Discard(setattr, vec![value, text, new]));
        }
        self.store_attr_plain(value, name, new)
    }

    /// `object.__setattr__(value, name, new)`.
    pub(crate) fn store_attr_plain(
        &mut self,
        value: Value,
        name: NameId,
        new: Value,
    ) -> Fallible<Out> {
        let Value::Ref(r) = value else {
            return Err(self.attribute_error(value, name));
        };
        match self.heap.kind(r) {
            Kind::Class(class) => {
                if class.builtin {
                    let message = format!(
                        "cannot set '{}' attribute of immutable type '{}'",
                        self.names.text(name),
                        self.class_name(r)
                    );
                    return Err(self.type_error(&message));
                }
                self.set_class_attribute(r, name, new);
                return Ok(Out::Done);
            }
            Kind::Module(_) => {
                if let Kind::Module(module) = &mut self.heap.get_mut(r).kind {
                    Rc::make_mut(module).names.set(name, new);
                }
                return Ok(Out::Done);
            }
            _ => {}
        }
        let class = self.class_of(value);
        if let Some(Value::Ref(m)) = self.type_lookup(class, name) {
            match self.heap.kind(m) {
                Kind::Property(_) => {
                    let descriptor = self.heap.get(m).class;
                    if descriptor != classes::PROPERTY
                        && let Some(set) = self.python_method(descriptor, names::SET)
                    {
                        return Ok(Out::Discard(set, vec![Value::Ref(m), value, new]));
                    }
                    let Kind::Property(parts) = self.heap.kind(m) else {
                        unreachable_kind()
                    };
                    if parts[1].is_none() {
                        let message = self.no_setter(m, class, name, "setter");
                        return Err(self.raise(classes::ATTRIBUTE_ERROR, &message));
                    }
                    return Ok(Out::Discard(parts[1], vec![value, new]));
                }
                Kind::GetSet(_, set) => {
                    let set = *set;
                    if set == u32::MAX {
                        let message = format!(
                            "attribute '{}' of '{}' objects is not writable",
                            self.names.text(name),
                            self.class_name(class)
                        );
                        return Err(self.raise(classes::ATTRIBUTE_ERROR, &message));
                    }
                    let function = self.natives[set as usize].function;
                    function(
                        self,
                        super::Args {
                            pos: &[value, new],
                            names: &[],
                            named: &[],
                        },
                    )?;
                    return Ok(Out::Done);
                }
                Kind::Instance(_) => {
                    let descriptor = self.heap.get(m).class;
                    if let Some(set) = self.type_lookup(descriptor, names::SET) {
                        return Ok(Out::Discard(set, vec![Value::Ref(m), value, new]));
                    }
                    if self.type_lookup(descriptor, names::DELETE).is_some() {
                        return Err(self.raise(classes::ATTRIBUTE_ERROR, "__set__"));
                    }
                }
                _ => {}
            }
        }
        self.store_own(r, name, new)
    }

    /// What a property says that cannot be set or deleted. Where CPython has a class in C, it is no
    /// property.
    fn no_setter(&self, property: Ref, class: Ref, name: NameId, what: &str) -> String {
        let text = self.names.text(name);
        let mro = self.class(class).map(|c| c.mro.clone()).unwrap_or_default();
        let owner = mro.iter().find_map(|&base| {
            let attributes = &self.class(base)?.attributes;
            attributes.get(name)?;
            Some(attributes.get(names::TP_NAME))
        });
        match owner {
            // The parts of this one are plain members.
            Some(Some(full)) if self.as_text(full) == Some("datetime.timedelta") => {
                "readonly attribute".to_string()
            }
            Some(Some(full)) => format!(
                "attribute '{text}' of '{}' objects is not writable",
                self.as_text(full).unwrap_or("?")
            ),
            _ => self.property_lacks(property, class, what),
        }
    }

    pub(crate) fn set_class_attribute(&mut self, class: Ref, name: NameId, value: Value) {
        let abstract_left =
            name == names::ABSTRACT && self.len_native(value).is_some_and(|n| n > 0);
        if let Kind::Class(class) = &mut self.heap.get_mut(class).kind {
            let class = Rc::make_mut(class);
            match name {
                names::NAME => class.name = value,
                names::QUALNAME => class.qualname = value,
                _ => class.attributes.set(name, value),
            }
            if name == names::ABSTRACT {
                class.is_abstract = abstract_left;
            }
        }
        self.classes_changed();
    }

    fn store_own(&mut self, r: Ref, name: NameId, new: Value) -> Fallible<Out> {
        let object = self.heap.get(r);
        let class = object.class;
        let allowed = self.class(class).is_some_and(|c| c.has_dict);
        if object.dict != NO_DICT && !self.has_slot(class, name) {
            let dict = object.dict;
            let key = self.name_value(name);
            self.dict_set(dict, key, new)?;
            return Ok(Out::Done);
        }
        if !allowed && !self.has_slot(class, name) {
            return Err(self.attribute_error(Value::Ref(r), name));
        }
        match &mut self.heap.get_mut(r).kind {
            Kind::Instance(attributes) => {
                let attributes = Rc::make_mut(attributes);
                match attributes.iter_mut().find(|a| a.0 == name) {
                    Some(attribute) => attribute.1 = new,
                    None => {
                        if attributes.is_empty() {
                            attributes.reserve(4);
                        }
                        attributes.push((name, new));
                        self.heap.bytes += 24;
                        if self.own_count(r) > MAX_OWN {
                            self.attribute_dict(r)?;
                        }
                    }
                }
                Ok(Out::Done)
            }
            Kind::Exception(exception) => {
                let attributes = &mut Rc::make_mut(exception).attributes;
                match attributes.iter_mut().find(|a| a.0 == name) {
                    Some(attribute) => attribute.1 = new,
                    None => attributes.push((name, new)),
                }
                Ok(Out::Done)
            }
            _ => {
                let dict = self.attribute_dict(r)?;
                let key = self.name_value(name);
                self.dict_set(dict, key, new)?;
                Ok(Out::Done)
            }
        }
    }

    fn own_count(&self, r: Ref) -> usize {
        match self.heap.kind(r) {
            Kind::Instance(attributes) => attributes.len(),
            _ => 0,
        }
    }

    /// Whether a class or one of its bases has this name in `__slots__`.
    fn has_slot(&self, class: Ref, name: NameId) -> bool {
        self.class(class)
            .is_some_and(|class| class.slots.contains(&name))
    }

    /// The names in a `__slots__`.
    pub(crate) fn slot_names(&self, slots: Value) -> Vec<Value> {
        let Value::Ref(r) = slots else {
            return Vec::new();
        };
        match self.heap.kind(r) {
            Kind::Str(_) => vec![slots],
            Kind::Tuple(items) => items.to_vec(),
            Kind::List(items) => items.to_vec(),
            Kind::Dict(dict) => dict.iter().map(|entry| entry.0).collect(),
            Kind::Set(set) => set.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The `__dict__` of an object, as an object of its own from now on.
    pub(crate) fn attribute_dict(&mut self, r: Ref) -> Fallible<Ref> {
        let object = self.heap.get(r);
        if object.dict != NO_DICT {
            return Ok(object.dict);
        }
        let class = object.class;
        let attributes = match &mut self.heap.get_mut(r).kind {
            Kind::Instance(attributes) => std::mem::take(attributes).to_vec(),
            Kind::Exception(exception) => std::mem::take(&mut Rc::make_mut(exception).attributes),
            _ => Vec::new(),
        };
        let (slots, attributes): (Vec<_>, Vec<_>) = attributes
            .into_iter()
            .partition(|attribute| self.has_slot(class, attribute.0));
        let Value::Ref(dict) = self.name_dict(&attributes, classes::DICT)? else {
            unreachable_kind()
        };
        if let Kind::Instance(left) = &mut self.heap.get_mut(r).kind {
            *left = slots.into();
        }
        self.heap.get_mut(r).dict = dict;
        Ok(dict)
    }

    /// A dict of names and values.
    pub(crate) fn name_dict(&mut self, entries: &[(NameId, Value)], class: Ref) -> Fallible<Value> {
        let dict = self.alloc(class, Kind::Dict(Rc::default()));
        let Value::Ref(r) = dict else {
            unreachable_kind()
        };
        for &(name, value) in entries {
            let key = self.name_value(name);
            self.dict_set(r, key, value)?;
        }
        Ok(dict)
    }

    /// `delattr(value, name)`.
    pub(crate) fn delete_attr(&mut self, value: Value, name: NameId) -> Fallible<Out> {
        let class = self.class_of(value);
        if let Some(delattr) = self.python_method(class, names::DELATTR) {
            let text = self.name_value(name);
            return Ok(Out::Discard(delattr, vec![value, text]));
        }
        self.delete_attr_plain(value, name)
    }

    /// `object.__delattr__(value, name)`.
    pub(crate) fn delete_attr_plain(&mut self, value: Value, name: NameId) -> Fallible<Out> {
        let class = self.class_of(value);
        let Value::Ref(r) = value else {
            return Err(self.attribute_error(value, name));
        };
        if matches!(self.heap.kind(r), Kind::Class(_)) {
            let removed = match &mut self.heap.get_mut(r).kind {
                Kind::Class(class) if !class.builtin => Rc::make_mut(class).attributes.remove(name),
                _ => None,
            };
            self.classes_changed();
            return match removed {
                Some(_) => Ok(Out::Done),
                None => Err(self.attribute_error(value, name)),
            };
        }
        if matches!(self.heap.kind(r), Kind::Module(_)) {
            let removed = match &mut self.heap.get_mut(r).kind {
                Kind::Module(module) => Rc::make_mut(module).names.remove(name),
                _ => None,
            };
            return match removed {
                Some(_) => Ok(Out::Done),
                None => Err(self.attribute_error(value, name)),
            };
        }
        if let Some(Value::Ref(m)) = self.type_lookup(class, name) {
            match self.heap.kind(m) {
                Kind::Property(parts) => {
                    if parts[2].is_none() {
                        let message = self.no_setter(m, class, name, "deleter");
                        return Err(self.raise(classes::ATTRIBUTE_ERROR, &message));
                    }
                    return Ok(Out::Discard(parts[2], vec![value]));
                }
                Kind::Instance(_) => {
                    let descriptor = self.heap.get(m).class;
                    if let Some(delete) = self.type_lookup(descriptor, names::DELETE) {
                        return Ok(Out::Discard(delete, vec![Value::Ref(m), value]));
                    }
                    if self.type_lookup(descriptor, names::SET).is_some() {
                        return Err(self.raise(classes::ATTRIBUTE_ERROR, "__delete__"));
                    }
                }
                _ => {}
            }
        }
        let dict = self.heap.get(r).dict;
        if dict != NO_DICT && !self.has_slot(class, name) {
            let key = self.name_value(name);
            return match self.dict_remove(dict, key)? {
                Some(_) => Ok(Out::Done),
                None => Err(self.attribute_error(value, name)),
            };
        }
        let removed = match &mut self.heap.get_mut(r).kind {
            Kind::Instance(attributes) => {
                let at = attributes.iter().position(|a| a.0 == name);
                at.map(|at| Rc::make_mut(attributes).remove(at))
            }
            Kind::Exception(exception) => {
                let at = exception.attributes.iter().position(|a| a.0 == name);
                at.map(|at| Rc::make_mut(exception).attributes.remove(at))
            }
            _ => None,
        };
        match removed {
            Some(_) => Ok(Out::Done),
            None => Err(self.attribute_error(value, name)),
        }
    }
}

/// Whether CPython has a slot for a special method; it has the others as ordinary methods.
fn is_slot(name: &str) -> bool {
    name.starts_with("__")
        && !matches!(
            name,
            "__format__"
                | "__reversed__"
                | "__round__"
                | "__trunc__"
                | "__floor__"
                | "__ceil__"
                | "__class_getitem__"
                | "__init_subclass__"
                | "__subclasses__"
                | "__instancecheck__"
                | "__subclasscheck__"
        )
}

/// A value just made has another content than it was made with: cannot be.
#[track_caller]
pub(crate) fn unreachable_kind() -> ! {
    unreachable!("an object changed its content under the machine")
}
