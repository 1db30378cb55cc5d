"""Define what an assessment is: people, scheme, ballots, standings, grades, the record.

Standard library only; immutable values and pure functions; no clock, no disk, no screen. Read
``rules`` first, then ``ballot`` and ``standings``.
"""
