"""Open, close, reopen and take back tiers, and say what comes next.

Read ``steps`` first, then ``next_thing``.
"""
