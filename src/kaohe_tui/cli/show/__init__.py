"""Turn what a command read into lines and into data.

Read ``table`` first.
"""
