"""Publish a result: its papers, its notice, the cases that follow.

Read ``dossier`` first, then ``notices`` and ``matters``.
"""
