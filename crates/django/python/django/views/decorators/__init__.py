"""`django.views.decorators`."""
