"""Publish a result: what its documents say, its notice, the register of cases.

Read ``dossier`` first, then ``notice`` and ``matter``.
"""
