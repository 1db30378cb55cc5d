"""Sign in, lock, and look after operators.

Read ``pin_screen`` first.
"""
