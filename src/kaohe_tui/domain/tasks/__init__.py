"""Move yearly tasks from declaration to force.

Read ``task`` first, then ``steps``.
"""
