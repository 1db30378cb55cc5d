"""Read the cells of .csv and .xlsx files as text.

Read ``reader`` first. What the cells mean is up to ``files.tables``.
"""
