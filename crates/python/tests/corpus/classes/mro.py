# C3 linearization and its failure.
class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(O): pass
class E(O): pass
class K1(A, B, C): pass
class K2(D, B, E): pass
class K3(D, A): pass
class Z(K1, K2, K3): pass

print([c.__name__ for c in Z.__mro__])
print([c.__name__ for c in K1.mro()])
print(Z.__bases__ == (K1, K2, K3), Z.__base__.__name__)
try:
    class Bad(O, A): pass
except TypeError as e:
    print(e)
try:
    class Twice(A, A): pass
except TypeError as e:
    print(e)
try:
    class FromValue(3): pass
except TypeError as e:
    print(e)
try:
    class FromBool(bool): pass
except TypeError as e:
    print(e)
print(issubclass(Z, D), issubclass(Z, (int, O)), issubclass(A, B))
