"""Hand the keyboard from rater to rater, and put ballots right that are in.

Read ``raters`` first; the ballot itself is keyed in ``ui.screens.ballot``.
"""
