"""Open and close tiers, with all that is looked at before.

Read ``tiers`` first, then ``closing``.
"""
