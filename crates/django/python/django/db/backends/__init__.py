"""Database backends: SQLite's."""
