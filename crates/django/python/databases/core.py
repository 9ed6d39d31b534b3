"""The classes of the release that the setting `databases` asks for."""

from _host import call
from databases.url import DatabaseURL

if call("setting", "databases") == "0.7":
    from databases.release_0_7 import Connection, Database, Transaction
else:
    from databases.release_0_9 import _ACTIVE_TRANSACTIONS, Connection, Database, Transaction

__version__ = Database.release
