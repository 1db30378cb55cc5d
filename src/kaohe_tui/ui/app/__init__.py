"""Run the app: one room, one period in view, one person at the keyboard.

Read ``app`` first, then ``base``.
"""
