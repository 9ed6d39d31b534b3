# The tree of built-in exceptions.
pairs = [
    (KeyError, LookupError), (IndexError, LookupError), (LookupError, Exception),
    (ZeroDivisionError, ArithmeticError), (OverflowError, ArithmeticError), (FloatingPointError, ArithmeticError),
    (NotImplementedError, RuntimeError), (RecursionError, RuntimeError),
    (UnboundLocalError, NameError), (ModuleNotFoundError, ImportError),
    (FileNotFoundError, OSError), (PermissionError, OSError), (TimeoutError, OSError), (ConnectionError, OSError),
    (ConnectionRefusedError, ConnectionError), (BrokenPipeError, ConnectionError),
    (UnicodeDecodeError, UnicodeError), (UnicodeEncodeError, UnicodeError), (UnicodeError, ValueError),
    (IndentationError, SyntaxError), (KeyboardInterrupt, BaseException), (SystemExit, BaseException),
    (GeneratorExit, BaseException), (StopIteration, Exception), (StopAsyncIteration, Exception),
    (DeprecationWarning, Warning), (UserWarning, Warning), (Warning, Exception),
]
for child, parent in pairs:
    print(child.__name__, parent.__name__, issubclass(child, parent), child.__mro__[1].__name__)
print(issubclass(KeyboardInterrupt, Exception), issubclass(GeneratorExit, Exception), issubclass(SystemExit, Exception))
print(IOError is OSError, EnvironmentError is OSError)
print([c.__name__ for c in RecursionError.__mro__])
