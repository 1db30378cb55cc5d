"""Turn ratings into scores, ranks and lines of the standings.

Read ``scoring`` first, then ``standings``; ``live`` keeps them current, mark by mark.
"""
