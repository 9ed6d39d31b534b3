# Pages of a sequence.
from math import ceil
class InvalidPage(Exception): pass
class Paginator:
    def __init__(self, items, per_page, orphans=0): self.items, self.per_page, self.orphans = items, per_page, orphans
    @property
    def num_pages(self):
        hits = max(1, len(self.items) - self.orphans)
        return ceil(hits / self.per_page)
    def validate(self, n):
        try:
            if isinstance(n, float) and not n.is_integer(): raise ValueError
            n = int(n)
        except (TypeError, ValueError):
            raise InvalidPage("That page number is not an integer")
        if n < 1: raise InvalidPage("That page number is less than 1")
        if n > self.num_pages: raise InvalidPage("That page contains no results")
        return n
    def page(self, n):
        n = self.validate(n)
        bottom = (n - 1) * self.per_page
        top = bottom + self.per_page
        if top + self.orphans >= len(self.items): top = len(self.items)
        return Page(self.items[bottom:top], n, self)
    def __iter__(self):
        for n in range(1, self.num_pages + 1): yield self.page(n)
class Page:
    def __init__(self, items, number, paginator): self.items, self.number, self.paginator = items, number, paginator
    def __len__(self): return len(self.items)
    def __getitem__(self, i): return self.items[i]
    def __repr__(self): return f"<Page {self.number} of {self.paginator.num_pages}>"
    def has_next(self): return self.number < self.paginator.num_pages
    def start_index(self): return self.paginator.per_page * (self.number - 1) + 1 if self.items else 0
p = Paginator("abcdefghijk", 4, orphans=1)
for page in p: print(page, list(page), page.has_next(), page.start_index(), len(page), page[0])
for n in (0, 9, "x", None, 1.5, "2", 2.0):
    try:
        print(repr(n), p.page(n))
    except InvalidPage as e:
        print(repr(n), e, repr(e.__context__))
print([len(x) for x in Paginator(range(10), 3)], Paginator([], 5).num_pages, list(Paginator([], 5).page(1)))
