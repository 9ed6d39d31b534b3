//! The heap: an arena of pages, shared between a process and its snapshots until written.

use std::rc::Rc;

use ecow::EcoString;

use crate::object::{Kind, NO_DICT, Object};
use crate::value::{Ref, Value};

/// Objects on one page.
pub const PAGE: usize = 32;
const SHIFT: u32 = 5;
const MASK: u32 = PAGE as u32 - 1;
const NO_FREE: u32 = u32::MAX;

/// Objects that are copied together when one of them is written after a snapshot.
pub type Page = [Object; PAGE];

/// All objects of a process. Cloning it copies the table of pages only.
#[derive(Clone)]
pub struct Heap {
    pages: Vec<Rc<Page>>,
    /// Places in use, counting free ones below.
    len: u32,
    free: u32,
    /// Estimated bytes in use, exact after a collection.
    pub bytes: usize,
    /// Bytes at which the next collection is due.
    pub collect_at: usize,
    /// Pages that were there at the last [`Heap::freeze`].
    frozen: u32,
    /// What the objects on each of them weighed then.
    weights: Rc<Vec<usize>>,
    /// Those of them that have been written since, in order.
    written: Vec<u32>,
    /// Whether any place has been used twice: places tell the order of allocations no more.
    reused: bool,
}

const MINIMUM_COLLECT: usize = 1 << 20;

impl Default for Heap {
    fn default() -> Self {
        Heap {
            pages: Vec::new(),
            len: 0,
            free: NO_FREE,
            bytes: 0,
            collect_at: MINIMUM_COLLECT,
            frozen: 0,
            weights: Rc::default(),
            written: Vec::new(),
            reused: false,
        }
    }
}

fn empty() -> Object {
    Object {
        class: Ref(0),
        dict: NO_DICT,
        identity: 0,
        kind: Kind::Free(NO_FREE),
    }
}

impl Heap {
    /// Places, free ones included.
    pub fn len(&self) -> u32 {
        self.len
    }

    pub fn pages(&self) -> &[Rc<Page>] {
        &self.pages
    }

    #[inline]
    pub fn get(&self, r: Ref) -> &Object {
        &self.pages[(r.0 >> SHIFT) as usize][(r.0 & MASK) as usize]
    }

    #[inline]
    pub fn kind(&self, r: Ref) -> &Kind {
        &self.get(r).kind
    }

    #[inline]
    pub fn get_mut(&mut self, r: Ref) -> &mut Object {
        let page = (r.0 >> SHIFT) as usize;
        if Rc::strong_count(&self.pages[page]) > 1 {
            self.unshare(page);
        }
        &mut Rc::make_mut(&mut self.pages[page])[(r.0 & MASK) as usize]
    }

    /// Take a copy of a page that a snapshot or the base image has too.
    #[cold]
    fn unshare(&mut self, page: usize) {
        self.pages[page] = Rc::new(Page::clone(&self.pages[page]));
        // The base image shares every frozen page: none is written without coming by here.
        if page < self.frozen as usize
            && let Err(at) = self.written.binary_search(&(page as u32))
        {
            self.written.insert(at, page as u32);
        }
    }

    /// The pages that were written since [`Heap::freeze`], in order.
    pub fn written(&self) -> &[u32] {
        &self.written
    }

    /// Whether objects made later may have lower places.
    pub fn reuses_places(&self) -> bool {
        self.reused
    }

    #[inline]
    pub fn alloc(&mut self, class: Ref, kind: Kind) -> Ref {
        self.bytes += size_of::<Object>() + weight(&kind);
        let object = Object {
            class,
            dict: NO_DICT,
            identity: 0,
            kind,
        };
        if self.free != NO_FREE {
            let at = Ref(self.free);
            self.reused = true;
            let place = self.get_mut(at);
            let next = match place.kind {
                Kind::Free(next) => next,
                _ => NO_FREE,
            };
            *place = object;
            self.free = next;
            return at;
        }
        let at = Ref(self.len);
        if self.len & MASK == 0 {
            self.pages.push(Rc::new(std::array::from_fn(|_| empty())));
        }
        self.len += 1;
        *self.get_mut(at) = object;
        at
    }

    /// Whether a collection is due.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.bytes >= self.collect_at
    }

    /// Leave the places in use as they are: what is freed later below `len` is not used again, so
    /// that an object of the base image never becomes another one.
    pub fn freeze(&mut self) {
        self.free = NO_FREE;
        // Start a new page: base pages hold base objects only.
        while self.len & MASK != 0 {
            self.len += 1;
        }
        let weights = Rc::make_mut(&mut self.weights);
        for &page in &self.written {
            weights[page as usize] = page_weight(&self.pages[page as usize]);
        }
        let new = &self.pages[self.frozen as usize..];
        weights.extend(new.iter().map(|page| page_weight(page)));
        self.frozen = self.pages.len() as u32;
        self.written.clear();
    }

    /// Every object that can be reached from the roots.
    pub fn reached(&self, roots: impl Iterator<Item = Value>) -> Reached {
        let mut reached = Reached {
            marks: vec![0; (self.len as usize).div_ceil(64)],
            bytes: 0,
        };
        self.reach(&mut reached, Vec::new(), roots);
        reached
    }

    /// Goes on from the roots and the objects that are `pending` to all that they lead to.
    fn reach(
        &self,
        reached: &mut Reached,
        mut pending: Vec<Ref>,
        roots: impl Iterator<Item = Value>,
    ) {
        let marks = &mut reached.marks;
        let mut mark = |value: Value, pending: &mut Vec<Ref>| {
            if let Value::Ref(r) = value {
                let word = &mut marks[(r.0 / 64) as usize];
                let bit = 1u64 << (r.0 % 64);
                if *word & bit == 0 {
                    *word |= bit;
                    pending.push(r);
                }
            }
        };
        for root in roots {
            mark(root, &mut pending);
        }
        while let Some(r) = pending.pop() {
            let object = self.get(r);
            reached.bytes += object_weight(object);
            mark(Value::Ref(object.class), &mut pending);
            if object.dict != NO_DICT {
                mark(Value::Ref(object.dict), &mut pending);
            }
            visit(&object.kind, &mut |value| mark(value, &mut pending));
        }
    }

    /// Every object that can be reached from the roots, and all that were there at the last [`Heap::freeze`].
    /// Where their pages have not been written since, these lead to nothing newer and are not gone through.
    pub fn reached_or_frozen(&self, roots: impl Iterator<Item = Value>) -> Reached {
        let frozen = self.frozen * PAGE as u32;
        let mut marks = vec![0u64; (self.len as usize).div_ceil(64)];
        marks[..frozen as usize / 64].fill(u64::MAX);
        if !frozen.is_multiple_of(64) {
            marks[frozen as usize / 64] = (1 << (frozen % 64)) - 1;
        }
        let written = self.written.iter().map(|&page| self.weights[page as usize]);
        let bytes = self.weights.iter().sum::<usize>() - written.sum::<usize>();
        let pending = self.written.iter().flat_map(|&page| {
            let first = page * PAGE as u32;
            (first..first + PAGE as u32).map(Ref)
        });
        let mut reached = Reached { marks, bytes };
        self.reach(&mut reached, pending.collect(), roots);
        reached
    }

    /// Free every object that cannot be reached from the roots and was not there at the last [`Heap::freeze`].
    pub fn collect(&mut self, roots: impl Iterator<Item = Value>) {
        let reached = self.reached_or_frozen(roots);
        let bytes = reached.bytes;
        let kept = self.frozen * PAGE as u32;
        // Sweep from the end, so that low places are used first again.
        self.free = NO_FREE;
        for i in (kept..self.len).rev() {
            if reached.contains(Ref(i)) {
                continue;
            }
            let place = self.get(Ref(i));
            let next = self.free;
            if !matches!(place.kind, Kind::Free(n) if n == next) {
                *self.get_mut(Ref(i)) = Object {
                    class: Ref(0),
                    dict: NO_DICT,
                    identity: 0,
                    kind: Kind::Free(next),
                };
            }
            self.free = i;
        }
        self.bytes = bytes;
        self.collect_at = (bytes * 2).max(MINIMUM_COLLECT);
    }
}

/// Objects that can be reached.
pub struct Reached {
    /// A bit for each place.
    marks: Vec<u64>,
    /// What they weigh.
    bytes: usize,
}

impl Reached {
    pub fn contains(&self, r: Ref) -> bool {
        let word = self.marks.get((r.0 / 64) as usize);
        word.is_some_and(|word| word & (1 << (r.0 % 64)) != 0)
    }

    pub fn iter(&self) -> impl Iterator<Item = Ref> + '_ {
        self.marks.iter().enumerate().flat_map(|(i, &word)| {
            let bits = (0..64).filter(move |bit| word & (1 << bit) != 0);
            bits.map(move |bit| Ref(i as u32 * 64 + bit))
        })
    }
}

/// Call `f` with every value that a content refers to.
pub fn visit(kind: &Kind, f: &mut impl FnMut(Value)) {
    match kind {
        Kind::Free(_)
        | Kind::Str(_)
        | Kind::Bytes(_)
        | Kind::Big(_)
        | Kind::Float(_)
        | Kind::Native(_)
        | Kind::GetSet(..)
        | Kind::Range { .. }
        | Kind::RangeIter { .. }
        | Kind::Traceback(_)
        | Kind::Bare => {}
        Kind::Instance(attributes) => attributes.iter().for_each(|a| f(a.1)),
        Kind::Tuple(items) => items.iter().for_each(|&v| f(v)),
        Kind::List(items) => items.iter().for_each(|&v| f(v)),
        Kind::Zip(items) => items.iter().for_each(|&v| f(v)),
        Kind::Dict(dict) => dict.iter().for_each(|(k, v)| {
            f(k);
            f(v);
        }),
        Kind::Set(set) => set.iter().for_each(f),
        Kind::Function(function) => {
            f(Value::Ref(function.globals));
            for value in [
                function.name,
                function.qualname,
                function.module,
                function.doc,
            ] {
                f(value);
            }
            function
                .defaults
                .iter()
                .chain(function.closure.iter())
                .for_each(|&v| f(v));
            function.keyword_defaults.iter().for_each(|d| f(d.1));
        }
        Kind::BoundMethod { function, this } => {
            f(Value::Ref(*function));
            f(*this);
        }
        Kind::Class(class) => {
            f(class.name);
            f(class.qualname);
            class
                .mro
                .iter()
                .chain(&class.bases)
                .for_each(|&r| f(Value::Ref(r)));
            // Subclasses are found by their own references; a list of them keeps none alive… except
            // that places must not be reused while it names them.
            class.subclasses.iter().for_each(|&r| f(Value::Ref(r)));
            class.attributes.entries().iter().for_each(|a| f(a.1));
        }
        Kind::Module(module) => module.names.entries().iter().for_each(|a| f(a.1)),
        Kind::Cell(value) | Kind::ClassMethod(value) | Kind::StaticMethod(value) => f(*value),
        Kind::Property(values) => values.iter().for_each(|&v| f(v)),
        Kind::Slice(values) => values.iter().for_each(|&v| f(v)),
        Kind::Generator(generator) => {
            f(Value::Ref(generator.globals));
            f(Value::Ref(generator.function));
            f(generator.handling);
            f(generator.name);
            f(generator.qualname);
            generator.stack.iter().for_each(|&v| f(v));
        }
        Kind::Exception(exception) => {
            f(exception.args);
            f(exception.cause);
            f(exception.context);
            exception.attributes.iter().for_each(|a| f(a.1));
        }
        Kind::Super { class, this } => {
            f(Value::Ref(*class));
            f(*this);
        }
        Kind::DictView { dict, .. } | Kind::DictIter { dict, .. } => f(Value::Ref(*dict)),
        Kind::SetIter { set, .. } => f(Value::Ref(*set)),
        Kind::SequenceIter { sequence, .. } | Kind::ReverseIter { sequence, .. } => f(*sequence),
        Kind::StrIter { text, .. } => f(*text),
        Kind::Enumerate { iterator, .. } => f(Value::Ref(*iterator)),
    }
}

/// Bytes of an object, roughly.
fn object_weight(object: &Object) -> usize {
    size_of::<Object>() + weight(&object.kind)
}

/// Bytes of the objects on a page, roughly.
fn page_weight(page: &Page) -> usize {
    page.iter().map(object_weight).sum()
}

/// Bytes that a content has outside of its place, roughly.
#[inline]
pub fn weight(kind: &Kind) -> usize {
    match kind {
        // Short texts are in the place itself.
        Kind::Str(text) if text.text.len() <= EcoString::INLINE_LIMIT => 0,
        Kind::Str(text) => text.text.len() + 16,
        Kind::Bytes(bytes) => bytes.len() + 16,
        Kind::Big(big) => big.bits() as usize / 8 + 48,
        Kind::Tuple(items) => items.len() * 16 + 16,
        Kind::List(items) => items.capacity() * 16 + 40,
        Kind::Dict(dict) => dict.weight(),
        Kind::Set(set) => set.weight(),
        Kind::Instance(attributes) => attributes.capacity() * 24 + 40,
        Kind::Function(_) => 160,
        Kind::Class(class) => 300 + class.attributes.entries().len() * 40 + class.mro.len() * 4,
        Kind::Generator(generator) => 120 + generator.stack.capacity() * 16,
        Kind::Exception(exception) => 150 + exception.traceback.len() * 8,
        Kind::Module(module) => 100 + module.names.entries().len() * 40,
        _ => 0,
    }
}
