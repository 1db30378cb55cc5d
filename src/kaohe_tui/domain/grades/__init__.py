"""Propose grades, tell why, and check what the group decides.

Read ``proposal`` first, then ``decision`` and ``allowing``. Rule: docs/scoring.md, "Grades".
"""
