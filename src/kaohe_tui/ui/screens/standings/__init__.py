"""Show the standings, for the desk and for the projector.

Read ``standings`` first, then ``showing``.
"""
