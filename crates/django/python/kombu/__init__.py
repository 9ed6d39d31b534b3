"""Celery's transport, as far as its exceptions are seen."""
