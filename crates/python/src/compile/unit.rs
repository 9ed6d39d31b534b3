//! One code object while it is written: instructions, labels, the static depth of the operand
//! stack, and the blocks that a jump out has to leave.

use std::collections::HashMap;
use std::rc::Rc;

use ruff_python_ast::Stmt;

use super::code::{CodeKind, Const, Op, Parameters, Span, TryRange};

/// A jump target; instructions hold its number until the unit is finished.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(pub u32);

/// A range of instructions whose exceptions go to a handler. Interrupted while a jump out of it
/// runs the code that leaves it.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    pub start: u32,
    pub handler: Label,
    pub depth: u32,
}

/// What a statement is inside of.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    Loop {
        break_to: Label,
        continue_to: Label,
        is_for: bool,
    },
    /// The body of a `try` with handlers: nothing to do on the way out.
    Try(Guard),
    /// The body of a `try` with `finally`: on the way out, the final body runs.
    Finally(Guard, &'a [Stmt]),
    With {
        guard: Guard,
        is_async: bool,
    },
    /// An `except` clause: the previous exception is on the stack; the name is deleted on the way out.
    Handler {
        guard: Guard,
        name: Option<Rc<str>>,
    },
    /// The final body while an exception is under way: `[previous, exception]` on the stack.
    FinallyHandler(Guard),
}

impl Block<'_> {
    pub fn guard(&mut self) -> Option<&mut Guard> {
        match self {
            Block::Loop { .. } => None,
            Block::Try(guard)
            | Block::Finally(guard, _)
            | Block::With { guard, .. }
            | Block::Handler { guard, .. }
            | Block::FinallyHandler(guard) => Some(guard),
        }
    }
}

pub struct Unit<'a> {
    pub scope: usize,
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub kind: CodeKind,
    pub parameters: Parameters,
    pub ops: Vec<Op>,
    pub spans: Vec<Span>,
    pub tries: Vec<TryRange>,
    pub consts: Vec<Const>,
    const_index: HashMap<String, u32>,
    pub names: Vec<Rc<str>>,
    name_index: HashMap<Rc<str>, u32>,
    pub slots: Vec<Rc<str>>,
    pub slot_of: HashMap<Rc<str>, u32>,
    pub cells: Vec<bool>,
    pub first_free: u32,
    pub free_count: u32,
    pub first_line: u32,
    pub is_class_body: bool,
    pub is_function: bool,
    pub in_async: bool,
    pub private: Option<Rc<str>>,
    pub doc: Option<Rc<str>>,
    pub annotations: Vec<(Rc<str>, Rc<str>)>,
    pub blocks: Vec<Block<'a>>,
    pub depth: i32,
    labels: Vec<(Option<u32>, Option<i32>)>,
}

impl<'a> Unit<'a> {
    pub fn new(scope: usize, name: Rc<str>, qualname: Rc<str>, kind: CodeKind) -> Self {
        Unit {
            scope,
            name,
            qualname,
            kind,
            parameters: Parameters::default(),
            ops: Vec::new(),
            spans: Vec::new(),
            tries: Vec::new(),
            consts: Vec::new(),
            const_index: HashMap::new(),
            names: Vec::new(),
            name_index: HashMap::new(),
            slots: Vec::new(),
            slot_of: HashMap::new(),
            cells: Vec::new(),
            first_free: 0,
            free_count: 0,
            first_line: 0,
            is_class_body: false,
            is_function: false,
            in_async: false,
            private: None,
            doc: None,
            annotations: Vec::new(),
            blocks: Vec::new(),
            depth: 0,
            labels: Vec::new(),
        }
    }

    /// A slot of the compiler's own.
    pub fn temporary(&mut self) -> u32 {
        self.slots.push(Rc::from(format!(".{}", self.slots.len())));
        self.cells.push(false);
        self.slots.len() as u32 - 1
    }

    pub fn pc(&self) -> u32 {
        self.ops.len() as u32
    }

    pub fn push(&mut self, op: Op, span: Span) {
        if let Some((label, depth)) = self.jump_depth(op) {
            self.labels[label as usize].1 = Some(depth);
        }
        self.depth += effect(op);
        self.ops.push(op);
        self.spans.push(span);
    }

    /// Where an op may jump, and the depth of the stack there.
    fn jump_depth(&self, op: Op) -> Option<(u32, i32)> {
        Some(match op {
            Op::Jump(l) | Op::JumpIfFalseOrPop(l) | Op::JumpIfTrueOrPop(l) => (l, self.depth),
            Op::JumpIfFalse(l)
            | Op::JumpIfTrue(l)
            | Op::JumpIfNone(l)
            | Op::ForIter(l)
            | Op::Send(l) => (l, self.depth - 1),
            Op::CompareJump(_, l) | Op::StopCheck(l) => (l, self.depth - 2),
            Op::CleanupThrow(l) => (l, self.depth - 1),
            _ => return None,
        })
    }

    pub fn label(&mut self) -> Label {
        self.labels.push((None, None));
        Label(self.labels.len() as u32 - 1)
    }

    /// The next instruction is where the label points.
    pub fn place(&mut self, label: Label) {
        let pc = self.pc();
        let entry = &mut self.labels[label.0 as usize];
        entry.0 = Some(pc);
        if let Some(depth) = entry.1 {
            self.depth = depth;
        }
    }

    /// The start of a handler: the stack is cut to `depth` and the exception pushed.
    pub fn place_handler(&mut self, label: Label, depth: u32) {
        self.place(label);
        self.depth = depth as i32 + 1;
    }

    /// Exceptions from here on go to a new handler, with the stack cut to what it is now.
    pub fn guard(&mut self) -> Guard {
        let handler = self.label();
        Guard {
            start: self.pc(),
            handler,
            depth: self.depth.max(0) as u32,
        }
    }

    /// End (or interrupt) a guarded range.
    pub fn close(&mut self, guard: Guard) {
        let end = self.pc();
        if guard.start < end {
            self.tries.push(TryRange {
                start: guard.start,
                end,
                handler: guard.handler.0,
                depth: guard.depth,
            });
        }
    }

    pub fn constant(&mut self, constant: Const) -> u32 {
        let key = match &constant {
            Const::Float(value) => format!("f{:x}", value.to_bits()),
            Const::Code(_) | Const::FrozenSet(_) => format!("c{}", self.consts.len()),
            Const::Tuple(items)
                if items
                    .iter()
                    .any(|i| matches!(i, Const::Float(_) | Const::Tuple(_))) =>
            {
                format!("t{}", self.consts.len())
            }
            other => format!("{other:?}"),
        };
        let consts = &mut self.consts;
        *self.const_index.entry(key).or_insert_with(|| {
            consts.push(constant);
            consts.len() as u32 - 1
        })
    }

    pub fn name(&mut self, name: &str) -> u32 {
        if let Some(&i) = self.name_index.get(name) {
            return i;
        }
        let name: Rc<str> = Rc::from(name);
        self.names.push(name.clone());
        let i = self.names.len() as u32 - 1;
        self.name_index.insert(name, i);
        i
    }

    /// Replace label numbers by instruction numbers.
    pub fn resolve_labels(&mut self) {
        let labels = &self.labels;
        let target = |l: u32| labels[l as usize].0.unwrap_or(u32::MAX);
        for op in &mut self.ops {
            *op = match *op {
                Op::Jump(l) => Op::Jump(target(l)),
                Op::JumpIfFalse(l) => Op::JumpIfFalse(target(l)),
                Op::JumpIfTrue(l) => Op::JumpIfTrue(target(l)),
                Op::JumpIfFalseOrPop(l) => Op::JumpIfFalseOrPop(target(l)),
                Op::JumpIfTrueOrPop(l) => Op::JumpIfTrueOrPop(target(l)),
                Op::JumpIfNone(l) => Op::JumpIfNone(target(l)),
                Op::CompareJump(c, l) => Op::CompareJump(c, target(l)),
                Op::ForIter(l) => Op::ForIter(target(l)),
                Op::StopCheck(l) => Op::StopCheck(target(l)),
                Op::Send(l) => Op::Send(target(l)),
                Op::CleanupThrow(l) => Op::CleanupThrow(target(l)),
                other => other,
            };
        }
        for range in &mut self.tries {
            range.handler = target(range.handler);
        }
    }
}

/// How an op changes the depth of the stack when it falls through.
fn effect(op: Op) -> i32 {
    let n = |n: u32| n as i32;
    match op {
        Op::Const(_) | Op::PushUndef | Op::Dup | Op::Pick(_) => 1,
        Op::Dup2 => 2,
        Op::Pop | Op::DropIter | Op::Return => -1,
        Op::LoadLocal(_)
        | Op::LoadCell(_)
        | Op::LoadClosure(_)
        | Op::LoadGlobal(_)
        | Op::LoadName(_)
        | Op::LoadClassCell(..) => 1,
        Op::StoreLocal(_) | Op::StoreCell(_) | Op::StoreGlobal(_) | Op::StoreName(_) => -1,
        Op::DelLocal(_) | Op::DelCell(_) | Op::DelGlobal(_) | Op::DelName(_) | Op::MakeCell(_) => 0,
        Op::Swap | Op::Rot3 | Op::LoadAttr(_) | Op::Unary(_) | Op::Not | Op::Jump(_) => 0,
        Op::LoadMethod(_) => 1,
        Op::StoreAttr(_) => -2,
        Op::DelAttr(_) | Op::LoadItem => -1,
        Op::StoreItem => -3,
        Op::DelItem => -2,
        Op::BuildSlice(k) => 1 - n(k),
        Op::Binary(_) | Op::Inplace(_) | Op::Compare(_) | Op::Is(_) | Op::Contains(_) => -1,
        Op::JumpIfFalse(_)
        | Op::JumpIfTrue(_)
        | Op::JumpIfFalseOrPop(_)
        | Op::JumpIfTrueOrPop(_)
        | Op::JumpIfNone(_) => -1,
        Op::CompareJump(..) => -2,
        Op::GetIter | Op::StopCheck(_) => 0,
        Op::ForIter(_) => 1,
        Op::BuildTuple(k)
        | Op::BuildList(k)
        | Op::BuildSet(k)
        | Op::BuildConstSet(k)
        | Op::BuildString(k) => 1 - n(k),
        Op::CopySet => 0,
        Op::ExtendArgs => -1,
        Op::BuildDict(k) => 1 - 2 * n(k),
        Op::ListAppend(_)
        | Op::SetAdd(_)
        | Op::ListExtend
        | Op::SetUpdate
        | Op::DictUpdate
        | Op::DictMerge => -1,
        Op::DictAdd(_) => -2,
        Op::ListToTuple | Op::Convert(_) => 0,
        Op::Format(spec) => -i32::from(spec),
        Op::UnpackSequence(k) => n(k) - 1,
        Op::UnpackStar(a, b) => i32::from(a) + i32::from(b),
        Op::Call(k) => -n(k) - 1,
        Op::CallKw(k, _) => -i32::from(k) - 1,
        Op::CallEx(kw) => -2 - i32::from(kw),
        Op::MakeFunction(_, flags) => 1 - flags.count_ones() as i32,
        Op::PushExcInfo => 1,
        Op::PopExcept => -1,
        Op::CheckExcMatch => 0,
        Op::Raise(k) => -n(k),
        Op::Reraise => -1,
        Op::CleanupReraise => -2,
        Op::LoadAssertionError
        | Op::Import(_)
        | Op::ImportLeaf(_)
        | Op::ImportFrom(_)
        | Op::GetLen => 1,
        Op::BeforeWith(_) => 2,
        Op::WithExceptStart => 5,
        Op::ReturnGenerator
        | Op::Yield(_)
        | Op::GetYieldFromIter
        | Op::GetAwaitable
        | Op::Send(_) => 0,
        Op::CleanupThrow(_) => -1,
        Op::GetAiter => 0,
        Op::GetAnext => 1,
        Op::EndAsyncFor => -2,
        Op::LoadHelper(_) => 2,
        Op::Nop => 0,
    }
}
