"""Turn ratings into scores, ranks and lines of the standings.

Read ``scoring`` first, then ``standings``; ``snapshot`` and ``live`` keep them
current, mark by mark.
"""
