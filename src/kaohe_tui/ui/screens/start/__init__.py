"""Meet whoever starts kaohe, before there is an open database.

Read ``opening`` first, then ``welcome``.
"""
