# Signals with receivers, senders and robust sending.
class Signal:
    def __init__(self): self.receivers = []
    def connect(self, receiver, sender=None, dispatch_uid=None):
        key = (dispatch_uid or receiver.__name__, sender)
        if not any(k == key for k, _ in self.receivers):
            self.receivers.append((key, receiver))
        return receiver
    def disconnect(self, receiver, sender=None):
        before = len(self.receivers)
        self.receivers = [(k, r) for k, r in self.receivers if k != (receiver.__name__, sender)]
        return len(self.receivers) < before
    def _live(self, sender): return [r for (_, s), r in self.receivers if s is None or s is sender]
    def send(self, sender, **named): return [(r.__name__, r(signal=self, sender=sender, **named)) for r in self._live(sender)]
    def send_robust(self, sender, **named):
        out = []
        for r in self._live(sender):
            try:
                out.append((r.__name__, r(signal=self, sender=sender, **named)))
            except Exception as e:
                out.append((r.__name__, e))
        return out

post_save = Signal()
def receiver(signal, **kwargs):
    def decorate(f):
        signal.connect(f, **kwargs)
        return f
    return decorate

class User: pass
class Order: pass

@receiver(post_save, sender=User)
def welcome(sender, instance, created=False, **kwargs): return f"welcome {instance}" if created else None
@receiver(post_save)
def audit(sender, **kwargs): return (sender.__name__, sorted(k for k in kwargs if k != "signal"))
@receiver(post_save, sender=Order)
def broken(sender, **kwargs): raise ValueError("broken receiver")

print(post_save.send(User, instance="ann", created=True))
print(post_save.send_robust(Order, instance=1))
post_save.connect(audit)
print(len(post_save.receivers), post_save.disconnect(welcome), post_save.disconnect(welcome, User), post_save.disconnect(audit))
try:
    post_save.send(Order)
except ValueError as e:
    print(e)
