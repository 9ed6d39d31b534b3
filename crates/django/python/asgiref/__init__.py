"""asgiref: from asynchronous code to synchronous code and back."""

__version__ = "3.13.0"
