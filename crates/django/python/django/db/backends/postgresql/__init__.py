"""The backend for PostgreSQL, as Django's with psycopg 3."""
