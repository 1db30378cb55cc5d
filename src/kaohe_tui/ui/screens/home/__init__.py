"""Show where the meeting stands, and lead to everything else.

Read ``home`` first, then ``next_thing``.
"""
