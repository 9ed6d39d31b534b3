//! Generators that nobody holds any more, while a `finally` or `with` of theirs is still open: CPython
//! closes them at once, since it counts references. Here a value that goes (the iterator of a loop that
//! is left, a local variable, what an exception sweeps away) is looked at, and a generator is closed if
//! it cannot be reached from anywhere then. Where that could be too early, it stays open: while an
//! exception keeps frames that are gone, and in a circle of objects.

use super::collect::thread_roots;
use super::thread::Thread;
use super::{Fallible, Process, ThreadId};
use crate::classes;
use crate::helpers::Helper;
use crate::names;
use crate::object::{GeneratorState, Kind};
use crate::value::{Ref, Value};

/// How deep iterators over generators are looked into.
const MAX_HELD: usize = 8;

impl Process {
    /// Whether closing a generator would run anything of the program: it is stopped where an exception
    /// is awaited, or holds another one that is.
    fn is_open(&self, r: Ref, depth: usize) -> bool {
        let object = self.heap.get(r);
        let Kind::Generator(generator) = &object.kind else {
            return false;
        };
        if object.class != classes::GENERATOR || generator.state != GeneratorState::Suspended {
            return false;
        }
        let code = &self.codes[generator.code as usize].code;
        let at = generator.pc.saturating_sub(1);
        let mut guards = code.tries.iter();
        let guarded = !code.internal && guards.any(|range| range.start <= at && at < range.end);
        if guarded || depth == 0 {
            return guarded;
        }
        let mut held = Vec::new();
        for &value in &generator.stack {
            self.open_in(value, depth - 1, code.internal, &mut held);
        }
        !held.is_empty()
    }

    /// A value of which more is to be known when it goes.
    pub(crate) fn may_hold_open(&self, value: Value, inside: bool) -> bool {
        let mut found = Vec::new();
        self.open_in(value, MAX_HELD, inside, &mut found);
        !found.is_empty()
    }

    /// The open generators that a value is, or that an iterator goes over. `inside`: what holds it is the
    /// language's own, whose lists are looked into.
    fn open_in(&self, value: Value, depth: usize, inside: bool, found: &mut Vec<Ref>) {
        let Value::Ref(r) = value else { return };
        if depth == 0 {
            return;
        }
        let object = self.heap.get(r);
        if matches!(object.kind, Kind::Generator(_)) {
            if self.is_open(r, depth - 1) && !found.contains(&r) {
                found.push(r);
            }
            return;
        }
        let mut each = |value: Value| self.open_in(value, depth - 1, true, found);
        match &object.kind {
            Kind::Enumerate { iterator, .. } => each(Value::Ref(*iterator)),
            Kind::Cell(value) => self.open_in(*value, depth - 1, inside, found),
            // CPython gives up what a container holds from its end.
            Kind::Zip(items) => items.iter().rev().for_each(|&item| each(item)),
            Kind::List(items) if inside => items.iter().rev().for_each(|&item| each(item)),
            Kind::Tuple(items) if inside => items.iter().rev().for_each(|&item| each(item)),
            Kind::Instance(attributes) if self.is_own(object.class) => {
                attributes.iter().for_each(|&(_, value)| each(value));
            }
            _ => {}
        }
    }

    /// Whether a class is one of the iterators that are written in Python here.
    fn is_own(&self, class: Ref) -> bool {
        let module = self
            .class(class)
            .and_then(|class| class.attributes.get(names::MODULE));
        let module = module.and_then(|module| self.as_text(module));
        matches!(module, Some("builtins" | "itertools"))
    }

    /// The generators to close now that these values are gone, as a list. `gone` are the slots of frames
    /// that an exception on its way left, which its traceback keeps; `inside` as of [`Self::open_in`].
    pub(crate) fn let_go(
        &mut self,
        t: &Thread,
        dropped: &[Value],
        exception: Option<Ref>,
        gone: &[Value],
        inside: bool,
    ) -> Fallible<Option<Value>> {
        let mut open = Vec::new();
        for &value in dropped {
            self.open_in(value, MAX_HELD, inside, &mut open);
        }
        // What is handled keeps the frames that it passed.
        let mut handled = t.frames.iter().map(|frame| frame.saved);
        let is_handling =
            self.handling.as_ref().is_some() || handled.any(|saved| saved.as_ref().is_some());
        if open.is_empty() || is_handling {
            return Ok(None);
        }
        let mut roots: Vec<Value> = (0..classes::COUNT).map(|i| Value::Ref(Ref(i))).collect();
        thread_roots(t, &mut roots);
        self.other_roots(&mut roots);
        roots.extend_from_slice(gone);
        roots.extend(exception.map(Value::Ref));
        self.charge(self.heap.len() as usize / 32)?;
        let reached = self.heap.reached_or_frozen(roots.into_iter());
        let keeps_frames = |r: Ref| match self.heap.kind(r) {
            Kind::Exception(e) => Some(r) != exception && !e.traceback.is_empty(),
            Kind::Traceback(_) => true,
            _ => false,
        };
        if reached.iter().any(keeps_frames) {
            return Ok(None);
        }
        let close: Vec<Value> = open
            .into_iter()
            .filter(|&r| !reached.contains(r) && !self.is_in_circle(r))
            .map(Value::Ref)
            .collect();
        Ok((!close.is_empty()).then(|| self.list(close)))
    }

    /// Whether an object can be reached from itself.
    fn is_in_circle(&self, r: Ref) -> bool {
        let mut held = Vec::new();
        crate::heap::visit(self.heap.kind(r), &mut |value| held.push(value));
        self.heap.reached(held.into_iter()).contains(r)
    }

    /// What closes the generators of a list.
    pub(crate) fn closer(&self) -> Value {
        self.helper(Helper::CloseDropped)
    }

    /// At the end of a program: a thread that closes the generators that are still open, in the order in
    /// which they were made. None if there are none, or if that order is not known any more.
    pub(crate) fn close_rest(&mut self) -> Option<ThreadId> {
        let open = self.left_open();
        if open.is_empty() || open.len() > 1 && self.heap.reuses_places() {
            return None;
        }
        let generators = self.list(open);
        Some(self.spawn(self.closer(), vec![generators]))
    }

    fn left_open(&self) -> Vec<Value> {
        if !self.may_finalise {
            return Vec::new();
        }
        let all = (0..self.heap.len()).map(Ref);
        all.filter(|&r| self.is_open(r, MAX_HELD))
            .map(Value::Ref)
            .collect()
    }
}
