"""Let operators in, and let raters in by their one-time codes.

Read ``operators`` first, then ``codes``.
"""
