"""Keep standings as plain data, and compare two of them.

Read ``shape`` first: the form in which a closed period's result is locked.
"""
