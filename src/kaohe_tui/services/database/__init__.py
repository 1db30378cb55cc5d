"""Open a year's database, make one, copy it, restore it.

Read ``opening`` first, then ``starting``, ``copies`` and ``restoring``.
"""
