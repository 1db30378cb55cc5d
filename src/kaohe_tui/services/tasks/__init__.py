"""Take yearly tasks from declaration to force.

Read ``tasks`` first.
"""
