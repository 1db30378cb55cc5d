"""Find what another program changed in the database, and refuse to build on it.

Read ``verifying`` first.
"""
