"""Read the record, and replay the standings of any of its moments.

Read ``reading`` first, then ``replaying``.
"""
