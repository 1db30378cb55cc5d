"""Keep the database's history: one file a step in ``versions/``, run by Alembic.

A new step is written by hand: copy the last one, give it the next number, set ``down_revision`` to
the one before, and set ``HEAD``. Tests hold that ``HEAD`` is the last step and that the steps make
exactly what ``models.py`` declares.
"""

HEAD = "0009"
"""The revision that this program reads and writes."""
