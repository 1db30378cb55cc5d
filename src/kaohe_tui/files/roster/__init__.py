"""Read a roster, and make what a name is found by on a plain keyboard.

Read ``roster`` first.
"""
