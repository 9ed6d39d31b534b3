"""`django.apps`: the registry of models."""

from django.db.models import registry


class Apps:
    ready = True

    def get_model(self, app_label, model_name=None, require_ready=True):
        name = model_name or app_label.rpartition(".")[2]
        found = registry.MODELS.get(name.lower())
        if found is None:
            raise LookupError("App 'scenario' doesn't have a '%s' model." % name)
        return found

    def get_models(self, include_auto_created=False):
        return [one for one in registry.MODELS.values() if include_auto_created or not one._meta.auto_created]


apps = Apps()
