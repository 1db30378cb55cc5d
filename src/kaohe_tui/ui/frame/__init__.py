"""Give every screen its frame, its themes, and its way to the app.

Read ``screen`` first.
"""
