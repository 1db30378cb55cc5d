"""Store secret ballots without a way back to their raters.

Read ``urn`` first.
"""
