"""Declare the tables, and describe them once more for statements.

Read ``models`` first; ``tables`` exists because loading SQLModel takes too long.
"""
