"""Read the cells of ratings, and hold them to the scheme.

Read ``marks`` first.
"""
