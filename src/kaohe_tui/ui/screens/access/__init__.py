"""Sign in, lock, and look after operators.

Read ``sign_in`` first.
"""
