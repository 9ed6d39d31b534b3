"""Not part of Lockstep: whoever imports it is told so."""

raise ImportError("SQLAlchemy is not part of Lockstep: write queries as strings, with :name for parameters.")
