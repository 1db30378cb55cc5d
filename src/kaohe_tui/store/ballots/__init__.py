"""Store ballots and what is on them, and who keys which one now.

Read ``ballots`` first, then ``ratings``; ``claims`` is the file beside the database.
"""
