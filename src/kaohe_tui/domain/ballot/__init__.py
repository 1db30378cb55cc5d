"""Key one ballot without a screen or a disk: rows, cells, cursor, undo.

``sheet`` takes every key; read ``row`` first, then ``sheet``.
"""
