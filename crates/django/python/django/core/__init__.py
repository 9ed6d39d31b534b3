"""Django's core package: only the exceptions live here."""
