"""Read tables, from .csv or .xlsx, as people hand them in.

Read ``reader`` first (cells as text), then ``columns``; ``ballots`` is a whole example.
Which headings a file may have, a roster too, stands in ``headings.toml``.
"""
