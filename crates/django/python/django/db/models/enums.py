"""TextChoices and IntegerChoices are made by Enum's metaclass, which Lockstep does not have."""


class Choices:
    def __init_subclass__(cls, **kwargs):
        raise NotImplementedError(
            "TextChoices and IntegerChoices are not supported by Lockstep: write choices= as a list of pairs"
        )


TextChoices = Choices
IntegerChoices = Choices
