"""Show the year and its grades.

Read ``year`` first, then ``grades``.
"""
