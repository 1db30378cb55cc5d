"""Show the record, one entry of it, and the standings it leads to.

Read ``record`` first.
"""
