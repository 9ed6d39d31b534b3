"""Signals and receivers."""


class Signal:
    def __init__(self, use_caching=False):
        # [(key, sender or None, receiver)]
        self.receivers = []

    def connect(self, receiver, sender=None, weak=True, dispatch_uid=None):
        key = (dispatch_uid if dispatch_uid is not None else id(receiver), sender)
        for one in self.receivers:
            if one[0] == key:
                return
        self.receivers.append((key, sender, receiver))

    def disconnect(self, receiver=None, sender=None, dispatch_uid=None):
        key = (dispatch_uid if dispatch_uid is not None else id(receiver), sender)
        for index, one in enumerate(self.receivers):
            if one[0] == key:
                del self.receivers[index]
                return True
        return False

    def has_listeners(self, sender=None):
        return bool(self._for(sender))

    def _for(self, sender):
        return [one[2] for one in self.receivers if one[1] is None or one[1] is sender]

    def send(self, sender, **named):
        return [(receiver, receiver(signal=self, sender=sender, **named)) for receiver in self._for(sender)]

    def send_robust(self, sender, **named):
        found = []
        for receiver in self._for(sender):
            try:
                found.append((receiver, receiver(signal=self, sender=sender, **named)))
            except Exception as error:
                found.append((receiver, error))
        return found


def receiver(signal, **options):
    """Decorator: connects a function to a signal or to several."""

    def connected(func):
        signals = signal if isinstance(signal, (list, tuple)) else [signal]
        for one in signals:
            one.connect(func, **options)
        return func

    return connected
