"""Celery: tasks that a worker, a process of its own, takes some time after they were sent."""

from celery import _worker
from celery.app import Celery, current_app, shared_task
from celery.app.task import Task, current_task
from celery.canvas import Signature, signature

VERSION = (5, 7, 0)
__version__ = "5.7.0"
