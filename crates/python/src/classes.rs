//! The built-in classes. They are the first objects on every heap, in this order, so that the
//! machine knows them by number.

use crate::value::Ref;

macro_rules! classes {
    ($($constant:ident = $name:literal : $base:literal,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, dead_code)]
        #[repr(u32)]
        enum Fixed { $($constant,)* Count }
        $(#[doc = concat!("`", $name, "`")] #[allow(dead_code)] pub const $constant: Ref = Ref(Fixed::$constant as u32);)*
        /// Number of built-in classes.
        pub const COUNT: u32 = Fixed::Count as u32;
        /// Names and names of bases, in order.
        pub const CLASSES: &[(&str, &str)] = &[$(($name, $base),)*];
    };
}

classes! {
    OBJECT = "object": "",
    TYPE = "type": "object",
    INT = "int": "object",
    BOOL = "bool": "int",
    FLOAT = "float": "object",
    STR = "str": "object",
    BYTES = "bytes": "object",
    TUPLE = "tuple": "object",
    LIST = "list": "object",
    DICT = "dict": "object",
    SET = "set": "object",
    FROZENSET = "frozenset": "object",
    NONE = "NoneType": "object",
    NOT_IMPLEMENTED = "NotImplementedType": "object",
    ELLIPSIS = "ellipsis": "object",
    FUNCTION = "function": "object",
    CODE = "code": "object",
    NATIVE = "builtin_function_or_method": "object",
    METHOD_DESCRIPTOR = "method_descriptor": "object",
    METHOD = "method": "object",
    METHOD_WRAPPER = "method-wrapper": "object",
    MODULE = "module": "object",
    CELL = "cell": "object",
    PROPERTY = "property": "object",
    CLASSMETHOD = "classmethod": "object",
    STATICMETHOD = "staticmethod": "object",
    GETSET = "getset_descriptor": "object",
    GENERATOR = "generator": "object",
    COROUTINE = "coroutine": "object",
    ASYNC_GENERATOR = "async_generator": "object",
    SUPER = "super": "object",
    RANGE = "range": "object",
    SLICE = "slice": "object",
    DICT_KEYS = "dict_keys": "object",
    DICT_VALUES = "dict_values": "object",
    DICT_ITEMS = "dict_items": "object",
    MAPPING_PROXY = "mappingproxy": "object",
    LIST_ITERATOR = "list_iterator": "object",
    TUPLE_ITERATOR = "tuple_iterator": "object",
    BYTES_ITERATOR = "bytes_iterator": "object",
    STR_ITERATOR = "str_iterator": "object",
    STR_ASCII_ITERATOR = "str_ascii_iterator": "object",
    RANGE_ITERATOR = "range_iterator": "object",
    REVERSE_ITERATOR = "list_reverseiterator": "object",
    DICT_KEY_ITERATOR = "dict_keyiterator": "object",
    DICT_VALUE_ITERATOR = "dict_valueiterator": "object",
    DICT_ITEM_ITERATOR = "dict_itemiterator": "object",
    SET_ITERATOR = "set_iterator": "object",
    ENUMERATE = "enumerate": "object",
    ZIP = "zip": "object",
    TRACEBACK = "traceback": "object",
    BASE_EXCEPTION = "BaseException": "object",
    EXCEPTION = "Exception": "BaseException",
    GENERATOR_EXIT = "GeneratorExit": "BaseException",
    KEYBOARD_INTERRUPT = "KeyboardInterrupt": "BaseException",
    SYSTEM_EXIT = "SystemExit": "BaseException",
    ARITHMETIC_ERROR = "ArithmeticError": "Exception",
    FLOATING_POINT_ERROR = "FloatingPointError": "ArithmeticError",
    OVERFLOW_ERROR = "OverflowError": "ArithmeticError",
    ZERO_DIVISION_ERROR = "ZeroDivisionError": "ArithmeticError",
    ASSERTION_ERROR = "AssertionError": "Exception",
    ATTRIBUTE_ERROR = "AttributeError": "Exception",
    BUFFER_ERROR = "BufferError": "Exception",
    EOF_ERROR = "EOFError": "Exception",
    IMPORT_ERROR = "ImportError": "Exception",
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError": "ImportError",
    LOOKUP_ERROR = "LookupError": "Exception",
    INDEX_ERROR = "IndexError": "LookupError",
    KEY_ERROR = "KeyError": "LookupError",
    MEMORY_ERROR = "MemoryError": "Exception",
    NAME_ERROR = "NameError": "Exception",
    UNBOUND_LOCAL_ERROR = "UnboundLocalError": "NameError",
    OS_ERROR = "OSError": "Exception",
    BLOCKING_IO_ERROR = "BlockingIOError": "OSError",
    CHILD_PROCESS_ERROR = "ChildProcessError": "OSError",
    CONNECTION_ERROR = "ConnectionError": "OSError",
    BROKEN_PIPE_ERROR = "BrokenPipeError": "ConnectionError",
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError": "ConnectionError",
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError": "ConnectionError",
    CONNECTION_RESET_ERROR = "ConnectionResetError": "ConnectionError",
    FILE_EXISTS_ERROR = "FileExistsError": "OSError",
    FILE_NOT_FOUND_ERROR = "FileNotFoundError": "OSError",
    INTERRUPTED_ERROR = "InterruptedError": "OSError",
    IS_A_DIRECTORY_ERROR = "IsADirectoryError": "OSError",
    NOT_A_DIRECTORY_ERROR = "NotADirectoryError": "OSError",
    PERMISSION_ERROR = "PermissionError": "OSError",
    PROCESS_LOOKUP_ERROR = "ProcessLookupError": "OSError",
    TIMEOUT_ERROR = "TimeoutError": "OSError",
    REFERENCE_ERROR = "ReferenceError": "Exception",
    RUNTIME_ERROR = "RuntimeError": "Exception",
    NOT_IMPLEMENTED_ERROR = "NotImplementedError": "RuntimeError",
    RECURSION_ERROR = "RecursionError": "RuntimeError",
    STOP_ITERATION = "StopIteration": "Exception",
    STOP_ASYNC_ITERATION = "StopAsyncIteration": "Exception",
    SYNTAX_ERROR = "SyntaxError": "Exception",
    INDENTATION_ERROR = "IndentationError": "SyntaxError",
    TAB_ERROR = "TabError": "IndentationError",
    SYSTEM_ERROR = "SystemError": "Exception",
    TYPE_ERROR = "TypeError": "Exception",
    VALUE_ERROR = "ValueError": "Exception",
    UNICODE_ERROR = "UnicodeError": "ValueError",
    UNICODE_DECODE_ERROR = "UnicodeDecodeError": "UnicodeError",
    UNICODE_ENCODE_ERROR = "UnicodeEncodeError": "UnicodeError",
    UNICODE_TRANSLATE_ERROR = "UnicodeTranslateError": "UnicodeError",
    WARNING = "Warning": "Exception",
    DEPRECATION_WARNING = "DeprecationWarning": "Warning",
    RUNTIME_WARNING = "RuntimeWarning": "Warning",
    USER_WARNING = "UserWarning": "Warning",
    FUTURE_WARNING = "FutureWarning": "Warning",
    RESOURCE_WARNING = "ResourceWarning": "Warning",
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning": "Warning",
    SYNTAX_WARNING = "SyntaxWarning": "Warning",
    IMPORT_WARNING = "ImportWarning": "Warning",
    UNICODE_WARNING = "UnicodeWarning": "Warning",
    BYTES_WARNING = "BytesWarning": "Warning",
    ENCODING_WARNING = "EncodingWarning": "Warning",
}

/// Built-in classes that a program finds by name in `builtins`.
pub fn is_public(name: &str) -> bool {
    !matches!(
        name,
        "NoneType"
            | "NotImplementedType"
            | "ellipsis"
            | "function"
            | "code"
            | "builtin_function_or_method"
            | "method_descriptor"
            | "method"
            | "method-wrapper"
            | "module"
            | "cell"
            | "getset_descriptor"
            | "generator"
            | "coroutine"
            | "async_generator"
            | "mappingproxy"
            | "traceback"
    ) && !name.contains("iterator")
        && !name.starts_with("dict_")
}
