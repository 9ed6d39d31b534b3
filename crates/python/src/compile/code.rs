//! Bytecode: what the compiler makes and the virtual machine runs. Knows no process: names and
//! constants are still texts here, and are linked into a process when it loads the code.

use std::cell::OnceCell;
use std::rc::Rc;

use num_bigint::BigInt;

use crate::helpers::Helper;
use crate::liveness::Liveness;

/// A binary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    And,
    Or,
    Xor,
    LShift,
    RShift,
}

/// A comparison that calls a method (identity and membership have ops of their own).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CmpOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A unary operator (`not` has an op of its own).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum UnOp {
    Neg,
    Pos,
    Invert,
}

/// How an f-string field is converted before it is formatted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Conversion {
    Str,
    Repr,
    Ascii,
}

/// One instruction. The stack grows to the right in the comments: `[below, top]`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Op {
    /// Push a constant.
    Const(u32),
    /// Push nothing: the absent `self` of a call, an absent argument.
    PushUndef,
    Pop,
    /// The same for the iterator of a loop that is left before its end.
    DropIter,
    /// `[a]` → `[a, a]`
    Dup,
    /// `[a, b]` → `[a, b, a, b]`
    Dup2,
    /// `[a, b]` → `[b, a]`
    Swap,
    /// `[a, b, c]` → `[c, a, b]`
    Rot3,
    /// `[a, …n…]` → `[a, …n…, a]`: copy the n-th below the top (1 is the top).
    Pick(u32),

    LoadLocal(u32),
    StoreLocal(u32),
    DelLocal(u32),
    /// Put the slot's value into a new cell in the slot.
    MakeCell(u32),
    LoadCell(u32),
    StoreCell(u32),
    DelCell(u32),
    /// Push the cell itself, for a closure.
    LoadClosure(u32),
    LoadGlobal(u32),
    StoreGlobal(u32),
    DelGlobal(u32),
    /// Names of a class body: its namespace, then globals, then built-ins.
    LoadName(u32),
    StoreName(u32),
    DelName(u32),
    /// A free variable in a class body: its namespace first, then the cell. Name and slot.
    LoadClassCell(u16, u16),

    LoadAttr(u32),
    /// `[object]` → `[function, self]`, or `[callable, undef]`
    LoadMethod(u32),
    /// `[value, object]` → `[]`
    StoreAttr(u32),
    DelAttr(u32),
    /// `[object, key]` → `[item]`
    LoadItem,
    /// `[value, object, key]` → `[]`
    StoreItem,
    DelItem,
    BuildSlice(u32),

    Unary(UnOp),
    Not,
    Binary(BinOp),
    Inplace(BinOp),
    Compare(CmpOp),
    Is(bool),
    /// `[item, container]` → `[bool]`; the flag negates.
    Contains(bool),

    Jump(u32),
    JumpIfFalse(u32),
    JumpIfTrue(u32),
    JumpIfFalseOrPop(u32),
    JumpIfTrueOrPop(u32),
    JumpIfNone(u32),
    /// `[a, b]` compared and popped, jump if the comparison is false.
    CompareJump(CmpOp, u32),

    GetIter,
    /// `[iterator]` → `[iterator, next]` and skip the next op, or leave a call to be checked by it.
    ForIter(u32),
    /// `[iterator, stop]` → jump with both popped; any other value stays.
    StopCheck(u32),

    BuildTuple(u32),
    BuildList(u32),
    BuildSet(u32),
    /// `[callable, self, list, iterable]` → `[callable, self, list]`: `f(*iterable)`
    ExtendArgs,
    /// A set of constants, as the compiler of CPython makes it: the order of its items follows.
    BuildConstSet(u32),
    /// `[set]` → `[copy]`
    CopySet,
    /// That many pairs.
    BuildDict(u32),
    /// `[list, …n…, item]` → `[list, …n…]`
    ListAppend(u32),
    SetAdd(u32),
    /// `[dict, …n…, key, value]` → `[dict, …n…]`
    DictAdd(u32),
    /// `[list, iterable]` → `[list]`
    ListExtend,
    SetUpdate,
    /// `{**mapping}`: `[dict, mapping]` → `[dict]`
    DictUpdate,
    /// `f(**mapping)`: as `DictUpdate`, but a key that is there already is an error. `[callable, self, args, dict, mapping]`
    DictMerge,
    ListToTuple,
    BuildString(u32),
    Convert(Conversion),
    /// `[value]`, or `[value, spec]` with the flag → `[str]`
    Format(bool),

    UnpackSequence(u32),
    /// Before and after the starred one.
    UnpackStar(u16, u16),

    /// `[callable, self-or-undef, …n…]` → `[result]`
    Call(u32),
    /// As `Call`; the constant is the tuple of the names of the last arguments.
    CallKw(u16, u16),
    /// `[callable, self-or-undef, tuple]`, and a dict with the flag
    CallEx(bool),

    /// `[defaults tuple?, kw-defaults dict?, closure tuple?]` by flag bits 1, 2, 4; the constant is the code.
    MakeFunction(u16, u16),
    Return,

    /// Handler entry: `[exception]` → `[previous, exception]`
    PushExcInfo,
    /// `[previous]` → `[]`
    PopExcept,
    /// `[exception, type]` → `[exception, bool]`
    CheckExcMatch,
    /// 0: re-raise the handled one; 1: `[exception]`; 2: `[exception, cause]`
    Raise(u32),
    /// `[exception]`: raise it on, as if it had not been caught
    Reraise,
    /// `[previous, exception]`: an exception inside a handler leaves it
    CleanupReraise,
    LoadAssertionError,
    /// `[manager]` → `[exit, enter, self]`; the flag is for `async with`.
    BeforeWith(bool),
    /// `[exit, previous, exception]` → `[…, exit, undef, type, exception, traceback]`
    WithExceptStart,

    Import(u32),
    /// Push the module with the whole dotted name (`import a.b as c`).
    ImportLeaf(u32),
    ImportFrom(u32),

    /// Return the generator object for this call.
    ReturnGenerator,
    /// `[value]` → suspended → `[sent]`; the flag marks the one that delegates.
    Yield(bool),
    GetYieldFromIter,
    GetAwaitable,
    /// `[iterator, sent]` → `[iterator, yielded]`, or `[result]` and jump
    Send(u32),
    /// `[iterator, exception]`: a StopIteration thrown into a delegating generator → `[result]` and jump
    CleanupThrow(u32),
    GetAiter,
    GetAnext,
    /// `[aiter, exception]`: StopAsyncIteration ends the loop, others go on
    EndAsyncFor,

    /// `[subject]` → `[subject, length]`
    GetLen,
    /// Push a function of the prelude, ready to be called: `[]` → `[helper, undef]`
    LoadHelper(Helper),
    Nop,
}

/// A constant.
#[derive(Clone, Debug)]
pub enum Const {
    None,
    Bool(bool),
    Ellipsis,
    Int(i64),
    Big(BigInt),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    Code(Rc<Code>),
}

/// A place in the source: 1-based lines, 1-based columns in characters, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Span {
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

/// While `start <= pc < end`, an exception goes to `handler` with the operand stack cut to `depth`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TryRange {
    pub start: u32,
    pub end: u32,
    pub handler: u32,
    pub depth: u32,
}

/// What calling a code object makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    Plain,
    Generator,
    Coroutine,
    AsyncGenerator,
}

/// The parameters of a code object: the first slots, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Parameters {
    pub positional_only: u32,
    /// Positional ones in all, positional-only included.
    pub positional: u32,
    pub keyword_only: u32,
    pub star: bool,
    pub double_star: bool,
}

/// A compiled module, class body or function.
#[derive(Debug)]
pub struct Code {
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub file: Rc<str>,
    pub first_line: u32,
    pub kind: CodeKind,
    pub parameters: Parameters,
    pub ops: Vec<Op>,
    pub spans: Vec<Span>,
    pub tries: Vec<TryRange>,
    pub consts: Vec<Const>,
    pub names: Vec<Rc<str>>,
    /// Names of the slots: parameters, other locals, from `first_free` on `free_count` free
    /// variables, then temporaries of the compiler (their names start with a dot).
    pub slots: Vec<Rc<str>>,
    /// Which slots hold cells.
    pub cells: Vec<bool>,
    pub first_free: u32,
    pub free_count: u32,
    pub is_class_body: bool,
    pub is_function: bool,
    /// The docstring.
    pub doc: Option<Rc<str>>,
    /// Parameter and return annotations as texts.
    pub annotations: Vec<(Rc<str>, Rc<str>)>,
    /// Library code: left out of tracebacks and of what is shown of a thread.
    pub internal: bool,
    /// The same for the same code in every process: what digests call it.
    pub fingerprint: u64,
    /// The source, for the lines of tracebacks.
    pub source: Rc<str>,
    /// Modules that are imported, with their places (only on the module's own code).
    pub imports: Vec<ImportSite>,
    pub(crate) liveness: OnceCell<Liveness>,
}

/// An import statement.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportSite {
    pub module: Rc<str>,
    /// What is imported from it by name.
    pub names: Vec<Rc<str>>,
    /// Whether a failure is expected: inside a `try`.
    pub guarded: bool,
    pub line: u32,
    pub column: u32,
}

impl Code {
    /// `co_varnames`: parameters, then what is set or read, in this order.
    pub fn local_names(&self) -> Vec<Rc<str>> {
        let p = self.parameters;
        let parameters =
            p.positional + p.keyword_only + u32::from(p.star) + u32::from(p.double_star);
        let mut slots: Vec<u32> = (0..parameters).collect();
        for op in &self.ops {
            if let Op::LoadLocal(slot) | Op::StoreLocal(slot) | Op::DelLocal(slot) = *op
                && slot < self.first_free
                && !slots.contains(&slot)
            {
                slots.push(slot);
            }
        }
        let names = slots
            .into_iter()
            .filter_map(|slot| self.slots.get(slot as usize));
        names
            .filter(|name| !name.starts_with('.'))
            .cloned()
            .collect()
    }

    /// `co_cellvars`
    pub fn cell_names(&self) -> Vec<Rc<str>> {
        let own = self
            .slots
            .iter()
            .zip(&self.cells)
            .take(self.first_free as usize);
        let mut names: Vec<_> = own
            .filter(|(_, cell)| **cell)
            .map(|(name, _)| name.clone())
            .collect();
        names.sort_unstable();
        names
    }

    /// `co_freevars`
    pub fn free_names(&self) -> Vec<Rc<str>> {
        let free = self.slots.iter().skip(self.first_free as usize);
        let mut names: Vec<_> = free.take(self.free_count as usize).cloned().collect();
        names.sort_unstable();
        names
    }

    /// `co_flags`
    pub fn flags(&self) -> u32 {
        let kind = match self.kind {
            CodeKind::Plain => 0,
            CodeKind::Generator => 0x20,
            CodeKind::Coroutine => 0x80,
            CodeKind::AsyncGenerator => 0x200,
        };
        let nested = self.qualname.contains("<locals>");
        let p = self.parameters;
        kind + 3 + 4 * u32::from(p.star) + 8 * u32::from(p.double_star) + 16 * u32::from(nested)
    }

    /// The place of an instruction.
    pub fn span(&self, pc: usize) -> Span {
        self.spans.get(pc).copied().unwrap_or_default()
    }
}
