"""Enter what the leading group decided around a review.

Read ``entries`` first, then ``entry_checks``.
"""
