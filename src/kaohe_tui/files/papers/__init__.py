"""Make the documents to post, hand out and fill in, from one snapshot of a result.

Read ``notice`` first, then ``pages``; the snapshot is a ``Dossier``.
"""
