"""Change what a period stands on: called off, another roster or scheme.

Read ``roster_and_scheme`` first (periods to come), then ``roster_righting`` (an open one).
"""
