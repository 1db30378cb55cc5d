"""Lock a period's result, and lock a new one after a correction.

Read ``freezing``.
"""
