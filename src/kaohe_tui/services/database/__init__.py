"""Make a year's database, copy it, restore it.

Read ``starting`` first, then ``copies`` and ``restoring``.
"""
