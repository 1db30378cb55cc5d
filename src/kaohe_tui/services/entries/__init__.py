"""Enter, approve and withdraw what the leading group decided.

Read ``entries`` first, then ``entry_checks``.
"""
