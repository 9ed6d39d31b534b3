"""`django.views`."""

from django.views.generic import View
