"""Draw a ballot as a grid.

Read ``grid`` first.
"""
