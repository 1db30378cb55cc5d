"""Hand the keyboard from rater to rater, import ballots, and put right those that are in.

Read ``raters`` first; the ballot itself is keyed in ``ui.screens.ballot``.
"""
