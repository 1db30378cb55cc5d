"""List, enter, approve and withdraw what the leading group decided.

Read ``entries`` first, then ``adjustments``.
"""
