"""Draw standings line by line.

Read ``view`` first, then ``cells``.
"""
