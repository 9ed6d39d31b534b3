"""All models of the scenario, and relations that wait for their other side to be defined."""

# Lower-case class name -> model.
MODELS = {}

# Relation fields whose target class is not defined yet.
WAITING = []


def find(name):
    """The model for "Name", "app.Name", or None."""
    return MODELS.get(name.rpartition(".")[2].lower())


def register(model):
    """Adds a model, joins it with what waited for it, and announces what is complete."""
    name = model._meta.model_name
    if name in MODELS:
        raise RuntimeError(
            "Conflicting '%s' models in application '%s': %r and %r."
            % (name, model._meta.app_label, MODELS[name], model)
        )
    MODELS[name] = model
    still = []
    for field in WAITING:
        if field.bind():
            pass
        else:
            still.append(field)
    WAITING[:] = still
    for one in list(MODELS.values()):
        one._meta.rebuild()
    for one in list(MODELS.values()):
        one._meta.announce()
