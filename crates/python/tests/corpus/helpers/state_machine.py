# Order states with guarded transitions.
from enum import Enum
from functools import wraps
class Status(Enum):
    NEW, PAID, SHIPPED, CANCELLED = "new", "paid", "shipped", "cancelled"
class TransitionError(Exception): pass
def transition(source, target, conditions=()):
    sources = set(source) if isinstance(source, (list, tuple)) else {source}
    def decorate(method):
        @wraps(method)
        def wrapper(self, *args, **kwargs):
            if self.status not in sources:
                raise TransitionError(f"{method.__name__}: {self.status.name} -> {target.name}")
            for c in conditions:
                if not c(self): raise TransitionError(f"{method.__name__}: {c.__name__} not met")
            result = method(self, *args, **kwargs)
            self.history.append((self.status.value, target.value))
            self.status = target
            return result
        wrapper.transition = (sorted(s.name for s in sources), target.name)
        return wrapper
    return decorate
def has_items(order): return bool(order.items)
class Order:
    def __init__(self, items=()): self.status, self.items, self.history = Status.NEW, list(items), []
    @transition(Status.NEW, Status.PAID, conditions=[has_items])
    def pay(self, amount): return f"paid {amount}"
    @transition(Status.PAID, Status.SHIPPED)
    def ship(self): return "shipped"
    @transition([Status.NEW, Status.PAID], Status.CANCELLED)
    def cancel(self, reason=""):
        if reason == "crash": raise RuntimeError("while cancelling")
        return f"cancelled {reason}"
def attempt(f, *a):
    try:
        print(f(*a))
    except (TransitionError, RuntimeError) as e:
        print(type(e).__name__, e)
o = Order()
attempt(o.pay, 5)
o.items.append("x")
attempt(o.pay, 5); attempt(o.pay, 5); attempt(o.cancel, "crash"); attempt(o.ship); attempt(o.cancel)
print(o.status, o.history, Order.cancel.transition, {n: m.transition for n, m in vars(Order).items() if hasattr(m, "transition")})
