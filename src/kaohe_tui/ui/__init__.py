"""Show the app: the only layer that knows Textual.

Read ``app.app`` first, then ``frame.screen`` and ``screens.home.home``.
"""
