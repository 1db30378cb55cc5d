"""Hold the screens, in the same folders as the services that they call.

Read ``home.home`` first, then ``ballot.ballot``.
"""
