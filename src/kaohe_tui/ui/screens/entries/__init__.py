"""List and enter what the leading group decided.

Read ``entries`` first, then ``adjustments``.
"""
