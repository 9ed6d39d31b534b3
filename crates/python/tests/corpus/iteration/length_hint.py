# list() and friends ask for a length hint after the iterator.
class Sized:
    def __iter__(self):
        print("iter")
        return iter([1, 2])
    def __len__(self):
        print("len")
        return 2
print(list(Sized()))
print(tuple(Sized()))
print([*Sized()])
print(sorted(Sized()))
print(sum(Sized()), [x for x in Sized()])
l = []
l.extend(Sized())
l += Sized()
print(l)
class Hint:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        if self.n == 2: raise StopIteration
        self.n += 1
        return self.n
    def __length_hint__(self):
        print("hint")
        return 10
print(list(Hint()))
a, b = Hint()
print(a, b)
