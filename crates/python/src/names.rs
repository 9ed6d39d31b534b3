//! Names (identifiers, attribute names) as small numbers, so that looking one up compares
//! integers. The first ones are fixed, because the virtual machine itself asks for them.

use rustc_hash::FxHashMap;
use std::rc::Rc;

use crate::object::hash_bytes;

/// An interned name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NameId(pub u32);

/// What a name takes in the tables.
const NAME_BYTES: usize = 100;

/// All names that a process has met. Cloning is two reference counts.
#[derive(Clone)]
pub struct Names {
    texts: Rc<Vec<Rc<str>>>,
    ids: Rc<FxHashMap<Rc<str>, NameId>>,
    /// For digests: the same for the same name in every process.
    hashes: Rc<Vec<u64>>,
}

macro_rules! fixed_names {
    ($($constant:ident = $text:expr,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, dead_code)]
        #[repr(u32)]
        enum Fixed { $($constant,)* }
        $(#[doc = concat!("`", $text, "`")] #[allow(dead_code)] pub const $constant: NameId = NameId(Fixed::$constant as u32);)*
        const FIXED: &[&str] = &[$($text,)*];
    };
}

fixed_names! {
    INIT = "__init__", NEW = "__new__", CALL = "__call__", NAME = "__name__", QUALNAME = "__qualname__",
    MODULE = "__module__", DOC = "__doc__", DICT = "__dict__", CLASS = "__class__", GET = "__get__",
    SET = "__set__", DELETE = "__delete__", GETATTR = "__getattr__", GETATTRIBUTE = "__getattribute__",
    SETATTR = "__setattr__", DELATTR = "__delattr__", GETITEM = "__getitem__", SETITEM = "__setitem__",
    DELITEM = "__delitem__", CONTAINS = "__contains__", LEN = "__len__", BOOL = "__bool__", ITER = "__iter__",
    NEXT = "__next__", REPR = "__repr__", STR = "__str__", FORMAT = "__format__", HASH = "__hash__",
    EQ = "__eq__", NE = "__ne__", LT = "__lt__", LE = "__le__", GT = "__gt__", GE = "__ge__",
    ADD = "__add__", SUB = "__sub__", MUL = "__mul__", TRUEDIV = "__truediv__", FLOORDIV = "__floordiv__",
    MOD = "__mod__", POW = "__pow__", MATMUL = "__matmul__", AND = "__and__", OR = "__or__", XOR = "__xor__",
    LSHIFT = "__lshift__", RSHIFT = "__rshift__",
    RADD = "__radd__", RSUB = "__rsub__", RMUL = "__rmul__", RTRUEDIV = "__rtruediv__", RFLOORDIV = "__rfloordiv__",
    RMOD = "__rmod__", RPOW = "__rpow__", RMATMUL = "__rmatmul__", RAND = "__rand__", ROR = "__ror__", RXOR = "__rxor__",
    RLSHIFT = "__rlshift__", RRSHIFT = "__rrshift__",
    IADD = "__iadd__", ISUB = "__isub__", IMUL = "__imul__", ITRUEDIV = "__itruediv__", IFLOORDIV = "__ifloordiv__",
    IMOD = "__imod__", IPOW = "__ipow__", IMATMUL = "__imatmul__", IAND = "__iand__", IOR = "__ior__", IXOR = "__ixor__",
    ILSHIFT = "__ilshift__", IRSHIFT = "__irshift__",
    NEG = "__neg__", POS = "__pos__", INVERT = "__invert__", ENTER = "__enter__", EXIT = "__exit__",
    AENTER = "__aenter__", AEXIT = "__aexit__", AITER = "__aiter__", ANEXT = "__anext__", AWAIT = "__await__",
    INIT_SUBCLASS = "__init_subclass__", SET_NAME = "__set_name__", CLASS_GETITEM = "__class_getitem__",
    MISSING = "__missing__", INDEX = "__index__", CLASSCELL = "__classcell__", ANNOTATIONS = "__annotations__",
    MATCH_ARGS = "__match_args__", BUILTINS = "builtins", SLOTS = "__slots__", FILE = "__file__", ALL = "__all__",
    ARGS = "args", CAUSE = "__cause__", CONTEXT = "__context__", VALUE = "value",
    ABSTRACT = "__abstractmethods__", TP_NAME = "__tp_name__",
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Names {
            texts: Rc::default(),
            ids: Rc::default(),
            hashes: Rc::default(),
        };
        for text in FIXED {
            names.intern(text);
        }
        names
    }
}

impl Names {
    /// The id of a name, new if it was never seen.
    pub fn intern(&mut self, text: &str) -> NameId {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = NameId(self.texts.len() as u32);
        let text: Rc<str> = Rc::from(text);
        Rc::make_mut(&mut self.texts).push(text.clone());
        Rc::make_mut(&mut self.hashes).push(hash_bytes(text.as_bytes()));
        Rc::make_mut(&mut self.ids).insert(text, id);
        id
    }

    /// The id of a name that may never have been used as one.
    pub fn find(&self, text: &str) -> Option<NameId> {
        self.ids.get(text).copied()
    }

    /// Bytes that all names together take, roughly.
    pub fn bytes(&self) -> usize {
        self.texts.len() * NAME_BYTES
    }

    /// A hash of the text of a name.
    pub fn hash(&self, id: NameId) -> u64 {
        self.hashes[id.0 as usize]
    }

    /// The text of a name.
    pub fn text(&self, id: NameId) -> &Rc<str> {
        &self.texts[id.0 as usize]
    }
}

/// The text of a fixed name.
pub(crate) fn fixed_text(name: NameId) -> &'static str {
    FIXED.get(name.0 as usize).copied().unwrap_or("")
}
