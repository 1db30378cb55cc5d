"""Choose a rater, key a ballot, settle paper keyed twice.

Read ``raters`` first, then ``ballot``.
"""
