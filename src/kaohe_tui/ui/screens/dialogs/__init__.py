"""Ask one thing over a screen: a reason, a choice, a file, a wait.

Read ``ask`` first, then ``choose``.
"""
