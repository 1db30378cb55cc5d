"""Run the app: one room, one period in view, who sits at the keyboard.

Read ``app`` first, then ``base``.
"""
