"""Meet the person who starts kaohe, before a database is open.

Read ``opening`` first, then ``welcome``.
"""
