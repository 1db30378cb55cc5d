"""Read the cells of workbooks, documents and text files as they are shown.

Read ``open_book`` first, then ``book``. What the cells mean is up to ``files.tables``.
"""
