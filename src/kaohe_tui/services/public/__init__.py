"""Publish a result: its documents, its notice, the cases that follow.

Read ``dossier`` first, then ``notices`` and ``matters``.
"""
