"""Keep facts in one SQLite file: the only layer that knows SQL.

Read ``database.engine`` first, then ``tables``; the other folders put in and read out.
"""
