"""Hold the meeting on yearly tasks.

Read ``tasks`` first, then ``walk``.
"""
