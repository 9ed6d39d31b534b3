//! The digest of a process: equal for states with the same future.
//!
//! Objects that have not changed since [`Process::freeze`] are named by their places. All others are
//! numbered in the order in which a walk from the threads and the changed objects meets them, so
//! neither their places nor the order of allocations matter, and aliasing does.

use std::cell::RefCell;
use std::hash::Hash;
use std::rc::Rc;

use super::run::{has_pending, plain_pc};
use super::thread::{State, Thread};
use super::{Process, ThreadId};
use crate::digest::Hasher;
use crate::heap::PAGE;
use crate::liveness::Liveness;
use crate::names::NameId;
use crate::object::{Kind, NO_DICT, Object, View};
use crate::value::{Ref, Value};

impl Process {
    /// A hash of everything that decides how the process goes on: the frames of its threads (live
    /// locals only), the heap that they reach, with aliasing, and what changed since `freeze`.
    pub fn digest(&mut self) -> u128 {
        let threads: Vec<usize> = (0..self.threads.len()).collect();
        self.digest_of(&threads)
    }

    /// As [`Process::digest`], of one thread and the state that is shared by all.
    pub fn digest_thread(&mut self, thread: ThreadId) -> u128 {
        self.digest_of(&[thread.0 as usize])
    }

    fn digest_of(&self, threads: &[usize]) -> u128 {
        let mut walk = Walk {
            process: self,
            base: self.base.as_ref().map_or(0, |base| base.len),
            numbers: NUMBERS.take(),
            hasher: Hasher::new(),
        };
        walk.numbers.start();
        for &thread in threads {
            if let Some(t) = self.threads.get(thread) {
                walk.thread(t);
            }
        }
        walk.changed_base();
        for (name, module) in self.modules.iter() {
            if module.0 >= walk.base {
                walk.hasher.text(name);
                walk.value(Value::Ref(*module));
            }
        }
        walk.hasher.number(u64::from(self.next_identity));
        walk.objects();
        NUMBERS.set(walk.numbers);
        walk.hasher.finish()
    }
}

thread_local! {
    /// Kept from digest to digest, so that one costs what it meets and no allocation.
    static NUMBERS: RefCell<Numbers> = RefCell::default();
}

/// The numbers of the objects that a walk has met, in this order.
#[derive(Default)]
struct Numbers {
    /// The walk. Entries of earlier ones do not count.
    walk: u32,
    /// By place: the walk that met the object, and its number.
    given: Vec<(u32, u32)>,
    met: Vec<Ref>,
    /// Objects from here on have not been hashed yet.
    next: usize,
}

impl Numbers {
    fn start(&mut self) {
        if self.walk == u32::MAX {
            *self = Numbers::default();
        }
        self.walk += 1;
        self.met.clear();
        self.next = 0;
    }

    fn of(&mut self, r: Ref, base: u32) -> u32 {
        let place = (r.0 - base) as usize;
        if self.given.len() <= place {
            self.given.resize(place + 1, (0, 0));
        }
        let entry = &mut self.given[place];
        if entry.0 != self.walk {
            *entry = (self.walk, self.met.len() as u32);
            self.met.push(r);
        }
        entry.1
    }

    fn next(&mut self) -> Option<Ref> {
        let next = self.met.get(self.next).copied()?;
        self.next += 1;
        Some(next)
    }
}

struct Walk<'p> {
    process: &'p Process,
    base: u32,
    numbers: Numbers,
    hasher: Hasher,
}

impl Walk<'_> {
    fn value(&mut self, value: Value) {
        let h = &mut self.hasher;
        match value {
            Value::Undef => h.number(1),
            Value::Stop => h.number(2),
            Value::None => h.number(3),
            Value::NotImplemented => h.number(4),
            Value::Ellipsis => h.number(5),
            Value::Bool(b) => h.number(6 + u64::from(b)),
            Value::Int(i) => h.tagged(8, i as u64),
            Value::Float(f) => h.tagged(9, f.to_bits()),
            Value::Code(code) => {
                h.tagged(10, self.process.codes[code as usize].code.fingerprint);
            }
            Value::Ref(r) => self.reference(r),
        }
    }

    fn reference(&mut self, r: Ref) {
        if r.0 < self.base {
            self.hasher.tagged(11, u64::from(r.0));
            return;
        }
        let object = self.process.heap.get(r);
        // Texts are their content: who holds which copy of one makes no difference.
        if object.identity == 0 && object.dict == NO_DICT && object.class.0 < crate::classes::COUNT
        {
            match &object.kind {
                Kind::Str(text) => {
                    self.hasher.number(12);
                    self.hasher.text(&text.text);
                    return;
                }
                Kind::Bytes(bytes) => {
                    self.hasher.number(13);
                    self.hasher.bytes(bytes);
                    return;
                }
                Kind::Big(_) => {
                    self.hasher.number(14);
                    self.content(&object.kind);
                    return;
                }
                _ => {}
            }
        }
        let number = self.numbers.of(r, self.base);
        self.hasher.tagged(15, u64::from(number));
    }

    /// Hash the objects that were met, and those that they lead to.
    fn objects(&mut self) {
        while let Some(r) = self.numbers.next() {
            let object = self.process.heap.get(r);
            self.object(object);
        }
    }

    fn object(&mut self, object: &Object) {
        self.reference(object.class);
        if object.dict != NO_DICT {
            self.reference(object.dict);
        }
        self.hasher.number(u64::from(object.identity));
        self.content(&object.kind);
    }

    fn values(&mut self, values: &[Value]) {
        self.hasher.number(values.len() as u64);
        for &value in values {
            self.value(value);
        }
    }

    fn names(&mut self, entries: &[(NameId, Value)]) {
        self.hasher.number(entries.len() as u64);
        for &(name, value) in entries {
            self.hasher.number(self.process.names.hash(name));
            self.value(value);
        }
    }

    fn content(&mut self, kind: &Kind) {
        match kind {
            Kind::Free(_) => self.hasher.number(20),
            Kind::Instance(attributes) => {
                self.hasher.number(21);
                self.names(attributes);
            }
            Kind::Str(text) => {
                self.hasher.number(22);
                self.hasher.text(&text.text);
            }
            Kind::Bytes(bytes) => {
                self.hasher.number(23);
                self.hasher.bytes(bytes);
            }
            Kind::Big(big) => {
                self.hasher.number(24);
                self.hasher.number(big.sign() as i8 as u64);
                for digit in big.iter_u64_digits() {
                    self.hasher.number(digit);
                }
            }
            Kind::Float(f) => {
                self.hasher.number(25);
                self.hasher.number(f.to_bits());
            }
            Kind::Tuple(items) => {
                self.hasher.number(26);
                self.values(items);
            }
            Kind::List(items) => {
                self.hasher.number(27);
                self.values(items);
            }
            Kind::Dict(dict) => {
                self.hasher.number(28);
                self.hasher.number(dict.len() as u64);
                for (key, value) in dict.iter() {
                    self.value(key);
                    self.value(value);
                }
            }
            Kind::Set(set) => {
                // Where a key is in the table decides where others will be.
                self.hasher.number(29);
                self.hasher.number(set.slots() as u64);
                for (slot, key) in set.layout() {
                    self.hasher.number(slot as u64);
                    self.value(key);
                }
            }
            Kind::Function(f) => {
                self.hasher.number(30);
                self.value(Value::Code(f.code));
                self.reference(f.globals);
                for value in [f.name, f.qualname, f.module, f.doc] {
                    self.value(value);
                }
                self.values(&f.defaults);
                self.names(&f.keyword_defaults);
                self.values(&f.closure);
            }
            Kind::Native(id) => {
                self.hasher.number(31);
                self.hasher.number(u64::from(*id));
            }
            Kind::BoundMethod { function, this } => {
                self.hasher.number(32);
                self.reference(*function);
                self.value(*this);
            }
            Kind::Class(class) => {
                self.hasher.number(33);
                self.value(class.name);
                self.value(class.qualname);
                for &base in class.mro.iter().skip(1).chain(&class.subclasses) {
                    self.reference(base);
                }
                self.names(class.attributes.entries());
            }
            Kind::Module(module) => {
                self.hasher.number(34);
                self.names(module.names.entries());
            }
            Kind::Cell(value) => {
                self.hasher.number(35);
                self.value(*value);
            }
            Kind::Property(parts) => {
                self.hasher.number(36);
                self.values(parts.as_slice());
            }
            Kind::ClassMethod(value) => {
                self.hasher.number(37);
                self.value(*value);
            }
            Kind::StaticMethod(value) => {
                self.hasher.number(38);
                self.value(*value);
            }
            Kind::GetSet(get, set) => {
                self.hasher.number(39);
                self.hasher.number(u64::from(*get) << 32 | u64::from(*set));
            }
            Kind::Generator(g) => {
                self.hasher.number(40);
                self.hasher.number(g.state as u64);
                self.reference(g.function);
                self.value(g.handling);
                self.value(g.name);
                if g.state != crate::object::GeneratorState::Running {
                    self.frame_values(g.code, g.pc, &g.stack);
                }
            }
            Kind::Exception(e) => {
                self.hasher.number(41);
                for value in [e.args, e.cause, e.context, Value::Bool(e.suppress_context)] {
                    self.value(value);
                }
                self.traceback(&e.traceback);
                self.names(&e.attributes);
            }
            Kind::Super { class, this } => {
                self.hasher.number(42);
                self.reference(*class);
                self.value(*this);
            }
            Kind::Range { start, stop, step } => {
                self.hasher.number(43);
                for part in [start, stop, step] {
                    self.hasher.number(*part as u64);
                }
            }
            Kind::Slice(parts) => {
                self.hasher.number(44);
                self.values(parts.as_slice());
            }
            Kind::DictView { dict, what } => {
                self.hasher.number(45 + view(*what));
                self.reference(*dict);
            }
            Kind::SequenceIter { sequence, at } => self.iterator(50, *sequence, u64::from(*at)),
            Kind::ReverseIter { sequence, at } => self.iterator(51, *sequence, u64::from(*at)),
            Kind::StrIter { text, at } => self.iterator(52, *text, u64::from(*at)),
            Kind::RangeIter { next, step, left } => {
                self.hasher.number(53);
                for part in [*next as u64, *step as u64, *left] {
                    self.hasher.number(part);
                }
            }
            Kind::DictIter {
                dict,
                at,
                size,
                left,
                what,
                reverse,
            } => {
                self.hasher.number(u64::from(*size));
                // Positions count the entries that are left, not those that were removed.
                let before = match self.process.dict(*dict) {
                    Some(d) if *at != u32::MAX => {
                        let n = d.slots();
                        let passed = (*at as usize).min(n);
                        let range = if *reverse { n - passed..n } else { 0..passed };
                        range.filter(|&i| d.entry(i).is_some()).count() as u64
                    }
                    _ => u64::MAX,
                };
                self.iterator(
                    54 + view(*what) + 10 * u64::from(*reverse),
                    Value::Ref(*dict),
                    before,
                );
                self.hasher.number(u64::from(*left));
            }
            Kind::SetIter { set, at, left } => {
                self.iterator(58, Value::Ref(*set), u64::from(*at));
                self.hasher.number(u64::from(*left));
            }
            Kind::Enumerate { iterator, count } => {
                self.iterator(59, Value::Ref(*iterator), *count as u64);
            }
            Kind::Zip(iterators) => {
                self.hasher.number(60);
                self.values(iterators);
            }
            Kind::Traceback(entries) => {
                self.hasher.number(61);
                self.traceback(entries);
            }
            Kind::Bare => self.hasher.number(62),
        }
    }

    fn iterator(&mut self, tag: u64, over: Value, at: u64) {
        self.hasher.number(tag);
        self.value(over);
        self.hasher.number(at);
    }

    fn traceback(&mut self, entries: &[crate::object::TraceEntry]) {
        self.hasher.number(entries.len() as u64);
        for entry in entries {
            self.value(Value::Code(entry.code));
            self.hasher.number(u64::from(entry.pc));
        }
    }

    /// Slots that are live, and the operand stack.
    fn frame_values(&mut self, code: u32, pc: u32, values: &[Value]) {
        let linked = &self.process.codes[code as usize];
        let liveness = linked
            .code
            .liveness
            .get_or_init(|| Liveness::of(&linked.code));
        self.hasher.number(linked.code.fingerprint);
        self.hasher.number(u64::from(pc));
        let live = liveness.suspended(plain_pc(pc) as usize, has_pending(pc));
        for (word, mut bits) in live.enumerate() {
            while bits != 0 {
                let slot = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                if slot >= linked.slots {
                    break;
                }
                self.hasher.number(slot as u64);
                self.value(values.get(slot).copied().unwrap_or(Value::Undef));
            }
        }
        // A generator that is never looked at again may still have to be closed.
        if self.process.may_finalise {
            for (slot, &value) in values.iter().take(linked.slots).enumerate() {
                if self.process.may_hold_open(value, false) {
                    self.hasher.number(slot as u64);
                    self.value(value);
                }
            }
        }
        let operands = values.get(linked.slots..).unwrap_or(&[]);
        self.values(operands);
    }

    fn thread(&mut self, t: &Thread) {
        self.hasher.number(match t.state {
            State::Ready => 70,
            State::Waiting => 71,
            State::Done => 72,
        });
        if let Some(result) = &t.result {
            result.hash(&mut self.hasher);
            return;
        }
        self.value(t.handling);
        self.hasher.number(t.frames.len() as u64);
        for (i, frame) in t.frames.iter().enumerate() {
            // Its part of the stack ends where the next frame will leave its result.
            let end = t.frames.get(i + 1).map(|next| next.ret as usize);
            let values = t
                .stack
                .get(frame.base as usize..end.unwrap_or(t.stack.len()))
                .unwrap_or(&[]);
            self.hasher.number(frame.on_return as u64);
            self.reference(frame.globals);
            self.reference(frame.function);
            self.value(frame.namespace.map_or(Value::None, Value::Ref));
            self.value(frame.generator.map_or(Value::None, Value::Ref));
            self.value(frame.saved);
            if frame.on_return == super::thread::OnReturn::Init {
                // The new object waits below the frame.
                let instance = t
                    .stack
                    .get(frame.ret as usize)
                    .copied()
                    .unwrap_or(Value::None);
                self.value(instance);
            }
            self.frame_values(frame.code, frame.pc, values);
        }
    }

    /// Objects of the base image that are not what they were.
    fn changed_base(&mut self) {
        let Some(base) = &self.process.base else {
            return;
        };
        let pages = self.process.heap.pages();
        for &page in self.process.heap.written() {
            let i = page as usize;
            let (Some(old), Some(new)) = (base.pages.get(i), pages.get(i)) else {
                break;
            };
            for (j, (old, new)) in old.iter().zip(new.iter()).enumerate() {
                if !self.unchanged(old, new) {
                    self.hasher.number((i * PAGE + j) as u64);
                    self.object(new);
                }
            }
        }
    }

    /// Whether an object is still what it was, without looking behind its references.
    fn unchanged(&self, old: &Object, new: &Object) -> bool {
        if old.class != new.class || old.dict != new.dict || old.identity != new.identity {
            return false;
        }
        let same = |a: &[Value], b: &[Value]| {
            a.len() == b.len() && a.iter().zip(b).all(|(x, y)| self.same(*x, *y))
        };
        let same_names = |a: &[(NameId, Value)], b: &[(NameId, Value)]| {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(x, y)| x.0 == y.0 && self.same(x.1, y.1))
        };
        match (&old.kind, &new.kind) {
            (Kind::Free(_), Kind::Free(_)) | (Kind::Bare, Kind::Bare) => true,
            (Kind::Instance(a), Kind::Instance(b)) => Rc::ptr_eq(a, b) || same_names(a, b),
            (Kind::List(a), Kind::List(b)) => Rc::ptr_eq(a, b) || same(a, b),
            (Kind::Tuple(a), Kind::Tuple(b)) => Rc::ptr_eq(a, b),
            (Kind::Dict(a), Kind::Dict(b)) => {
                Rc::ptr_eq(a, b)
                    || (a.len() == b.len()
                        && a.iter()
                            .zip(b.iter())
                            .all(|(x, y)| self.same(x.0, y.0) && self.same(x.1, y.1)))
            }
            (Kind::Set(a), Kind::Set(b)) => {
                Rc::ptr_eq(a, b)
                    || (a.slots() == b.slots()
                        && a.layout()
                            .zip(b.layout())
                            .all(|(x, y)| x.0 == y.0 && self.same(x.1, y.1))
                        && a.layout().count() == b.layout().count())
            }
            (Kind::Module(a), Kind::Module(b)) => {
                Rc::ptr_eq(a, b) || same_names(a.names.entries(), b.names.entries())
            }
            (Kind::Class(a), Kind::Class(b)) => {
                Rc::ptr_eq(a, b)
                    || (same_names(a.attributes.entries(), b.attributes.entries())
                        && a.subclasses == b.subclasses
                        && self.same(a.name, b.name)
                        && self.same(a.qualname, b.qualname))
            }
            (Kind::Cell(a), Kind::Cell(b)) => self.same(*a, *b),
            (Kind::Str(a), Kind::Str(b)) => a.text == b.text,
            (Kind::Function(a), Kind::Function(b)) => Rc::ptr_eq(a, b),
            (Kind::Exception(a), Kind::Exception(b)) => Rc::ptr_eq(a, b),
            (Kind::Generator(a), Kind::Generator(b)) => Rc::ptr_eq(a, b),
            (Kind::Bytes(a), Kind::Bytes(b)) => Rc::ptr_eq(a, b),
            (Kind::Big(a), Kind::Big(b)) => a == b,
            (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
            (Kind::Native(a), Kind::Native(b)) => a == b,
            (Kind::GetSet(a, b), Kind::GetSet(x, y)) => (a, b) == (x, y),
            (Kind::Property(a), Kind::Property(b)) => Rc::ptr_eq(a, b),
            (Kind::ClassMethod(a), Kind::ClassMethod(b))
            | (Kind::StaticMethod(a), Kind::StaticMethod(b)) => self.same(*a, *b),
            (
                Kind::BoundMethod {
                    function: a,
                    this: x,
                },
                Kind::BoundMethod {
                    function: b,
                    this: y,
                },
            ) => a == b && self.same(*x, *y),
            (Kind::Slice(a), Kind::Slice(b)) => Rc::ptr_eq(a, b),
            (
                Kind::Range {
                    start: a,
                    stop: b,
                    step: c,
                },
                Kind::Range {
                    start: x,
                    stop: y,
                    step: z,
                },
            ) => (a, b, c) == (x, y, z),
            // Iterators and the like change only by being used.
            _ => false,
        }
    }

    fn same(&self, a: Value, b: Value) -> bool {
        if a.is(b) {
            return true;
        }
        match (self.process.as_text(a), self.process.as_text(b)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        }
    }
}

fn view(what: View) -> u64 {
    match what {
        View::Keys => 0,
        View::Values => 1,
        View::Items => 2,
    }
}
