"""Hold the commands, each in a module that is imported when it is typed.

``cli.names`` lists them. Read ``tiers`` first.
"""
