"""Carry out the verbs of a meeting, each one transaction.

The rule is checked in ``domain``, the fact written through ``store``. The app and the command line
call only these.
"""
