"""Whether a task can be called with some arguments, in the words of a call that cannot."""

import inspect


class Check:
    def __init__(self, fun, name, skip):
        self.name = name
        parameters = list(inspect.signature(fun).parameters.values())[skip:]
        kinds = inspect.Parameter
        self.open = any(p.kind == kinds.VAR_POSITIONAL for p in parameters)
        self.open_names = any(p.kind == kinds.VAR_KEYWORD for p in parameters)
        places = (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)
        self.places = [(p.name, p.default is not kinds.empty) for p in parameters if p.kind in places]
        self.only_places = {p.name for p in parameters if p.kind == kinds.POSITIONAL_ONLY}
        self.names = [(p.name, p.default is not kinds.empty) for p in parameters if p.kind == kinds.KEYWORD_ONLY]

    def __call__(self, args, kwargs):
        known = {name for name, _ in self.places} - self.only_places | {name for name, _ in self.names}
        given = {name for name, _ in self.places[: len(args)]}
        for name in kwargs:
            if name not in known and not self.open_names:
                raise TypeError(f"{self.name}() got an unexpected keyword argument {name!r}")
            if name in given and name in known:
                raise TypeError(f"{self.name}() got multiple values for argument {name!r}")
        if len(args) > len(self.places) and not self.open:
            most, least = len(self.places), len([1 for _, optional in self.places if not optional])
            takes = f"{most}" if most == least else f"from {least} to {most}"
            one = most == 1 and least == 1
            were = "was" if len(args) == 1 else "were"
            raise TypeError(
                f"{self.name}() takes {takes} positional argument{'' if one else 's'} but {len(args)} {were} given"
            )
        self._missing([n for n, optional in self.places[len(args) :] if not optional and n not in kwargs], "positional")
        self._missing([n for n, optional in self.names if not optional and n not in kwargs], "keyword-only")

    def _missing(self, names, kind):
        if not names:
            return
        quoted = [repr(name) for name in names]
        listed = quoted[0]
        if len(quoted) == 2:
            listed = " and ".join(quoted)
        elif len(quoted) > 2:
            listed = ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
        s = "s" if len(names) > 1 else ""
        raise TypeError(f"{self.name}() missing {len(names)} required {kind} argument{s}: {listed}")
