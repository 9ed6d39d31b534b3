"""What is done when a piece of work of a longer process is over. Django closes its connections, if it is there."""

_calls = []


def at_end(function):
    _calls.append(function)


def end():
    for function in _calls:
        function()
