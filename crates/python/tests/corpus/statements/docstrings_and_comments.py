"""Module documentation."""
# Docstrings of everything.
def f():
    """Function
    doc."""
    "not a doc"
class C:
    'Class ' "doc."
    def m(self):
        r"""Raw \n doc."""
    @property
    def p(self):
        """Property doc."""
def g():
    x = 1
    "too late"
def h(): f"not {1} a doc"
print(__doc__)
print(repr(f.__doc__), repr(C.__doc__), repr(C.m.__doc__), repr(C.p.__doc__), g.__doc__, h.__doc__, (lambda: 0).__doc__, C().m.__doc__)
f.__doc__ = "changed"
print(f.__doc__)
# a comment at the end of a block
if True:
    print("a")  # trailing
    # indented comment
# dedented comment
    print("b")
x = [  # comment in brackets
    1,

    2,  # another
]
print(x, (1 +
          2), "a"
      "b")
y = 1 + \
    2
print(y)
