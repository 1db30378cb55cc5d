"""Declare the tables once, and hold their columns for statements.

Read ``models`` first; ``columns`` is made from it and its neighbours by ``scripts/tables.py``.
"""
