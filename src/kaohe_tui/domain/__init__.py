"""What an assessment is: people, scheme, ballots, scoring, standings, the meeting's steps.

Standard library only; frozen values and pure functions; no clock, no disk, no screen.
"""
