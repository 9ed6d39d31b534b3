"""`django.utils`."""
