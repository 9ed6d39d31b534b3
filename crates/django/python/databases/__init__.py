"""The `databases` package over SQLite: queries as text, awaited. The setting `databases` chooses its release."""

from databases.core import Database, DatabaseURL
from databases.core import __version__
