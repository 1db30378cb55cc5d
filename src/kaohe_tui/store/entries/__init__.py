"""Store what the leading group entered, and yearly tasks.

Read ``entries`` first.
"""
