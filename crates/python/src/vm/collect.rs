//! Roots of the heap.

use super::thread::Thread;
use super::{Fallible, Process, Trouble};
use crate::classes;
use crate::limits::LimitKind;
use crate::value::{Ref, Value};

impl Process {
    /// Free what cannot be reached. `t` is the running thread, which is not in the table.
    pub(crate) fn collect(&mut self, t: &mut Thread) -> Fallible<()> {
        let mut roots: Vec<Value> = (0..classes::COUNT).map(|i| Value::Ref(Ref(i))).collect();
        thread_roots(t, &mut roots);
        self.other_roots(&mut roots);
        self.heap.collect(roots.into_iter());
        // Names are never given back.
        self.heap.bytes += self.names.bytes();
        // Going through all objects is work, too: near the limit it is often done.
        self.charge(self.heap.len() as usize / 32)?;
        // Classes that were looked up may be gone, and others take their places.
        self.classes_changed();
        if self.heap.bytes > self.limits.heap_bytes {
            return Err(Trouble::Limit(LimitKind::Heap));
        }
        self.heap.collect_at = self.heap.collect_at.min(self.limits.heap_bytes + 1);
        Ok(())
    }

    /// Roots outside of the running thread. What the base image holds by itself stays in any case, and is
    /// not among them.
    pub(crate) fn other_roots(&self, roots: &mut Vec<Value>) {
        let (kept, codes) = self.base.as_ref().map_or((0, 0), |b| (b.len, b.codes));
        let is_newer = |value: &Value| matches!(value, Value::Ref(r) if r.0 >= kept);
        roots.push(self.handling);
        roots.extend(self.closing);
        roots.push(Value::Ref(self.builtins));
        roots.extend(self.name_values.iter().copied().filter(is_newer));
        roots.extend(self.helpers.iter().copied().filter(is_newer));
        let modules = self.modules.iter().map(|m| Value::Ref(m.1));
        roots.extend(modules.filter(is_newer));
        for linked in self.codes.get(codes..).unwrap_or_default() {
            roots.extend(linked.consts.iter());
        }
        for thread in &self.threads {
            thread_roots(thread, roots);
        }
    }

    /// Free what cannot be reached while no thread runs.
    pub(crate) fn collect_idle(&mut self) {
        let mut roots: Vec<Value> = (0..classes::COUNT).map(|i| Value::Ref(Ref(i))).collect();
        self.other_roots(&mut roots);
        self.heap.collect(roots.into_iter());
        self.classes_changed();
    }
}

pub(crate) fn thread_roots(t: &Thread, roots: &mut Vec<Value>) {
    roots.extend(t.stack.iter().filter(|v| matches!(v, Value::Ref(_))));
    roots.push(t.handling);
    for frame in &t.frames {
        roots.push(Value::Ref(frame.globals));
        roots.push(Value::Ref(frame.function));
        roots.push(frame.saved);
        roots.extend(frame.namespace.map(Value::Ref));
        roots.extend(frame.generator.map(Value::Ref));
    }
}
