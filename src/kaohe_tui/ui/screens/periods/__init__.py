"""Show periods, begin the next one, put a roster right.

Read ``periods`` first.
"""
