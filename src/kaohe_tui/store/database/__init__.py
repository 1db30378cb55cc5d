"""Open, check, copy and replace the database file.

Read ``engine`` first, then ``connections`` and ``migrations``.
"""
