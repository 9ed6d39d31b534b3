"""TextChoices and IntegerChoices: enumerations whose members have labels, for `choices=`."""

import enum


class ChoicesType(enum.EnumType):
    def __new__(metacls, name, bases, namespace, **kwargs):
        labels = []
        for key in namespace._member_names:
            value = namespace[key]
            label = key.replace("_", " ").title()
            if isinstance(value, (list, tuple)) and len(value) > 1 and isinstance(value[-1], str):
                *value, label = value
                # Not a second assignment of the name, which an enumeration refuses.
                dict.__setitem__(namespace, key, tuple(value))
            labels.append(label)
        cls = super().__new__(metacls, name, bases, namespace, **kwargs)
        for member, label in zip(cls.__members__.values(), labels):
            member._label_ = label
        return enum.unique(cls)

    def __contains__(cls, member):
        if isinstance(member, enum.Enum):
            return super().__contains__(member)
        return any(known.value == member for known in cls)

    @property
    def choices(cls):
        empty = [(None, cls.__empty__)] if hasattr(cls, "__empty__") else []
        return empty + [(member.value, member.label) for member in cls]

    @property
    def names(cls):
        empty = ["__empty__"] if hasattr(cls, "__empty__") else []
        return empty + [member.name for member in cls]

    @property
    def labels(cls):
        return [label for _, label in cls.choices]

    @property
    def values(cls):
        return [value for value, _ in cls.choices]


class Choices(enum.Enum, metaclass=ChoicesType):
    @property
    def label(self):
        return self._label_

    def __repr__(self):
        return "%s.%s" % (type(self).__qualname__, self._name_)


class IntegerChoices(Choices, enum.IntEnum):
    pass


class TextChoices(Choices, enum.StrEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name
