"""Publish a result: its papers' contents, its notice, the register of cases.

Read ``dossier`` first, then ``notice`` and ``matter``.
"""
