"""`django.db.backends.postgresql.psycopg_any`: what Django takes from psycopg."""

from psycopg import IsolationLevel, errors
