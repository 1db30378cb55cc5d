"""Keep everything in one SQLite file. This is the only layer that knows SQL."""
