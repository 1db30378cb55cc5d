"""Enter a ballot: the grid, what it shows around it, and what the disk has yet to take.

Read ``ballot`` first; who keys which ballot is chosen in ``ui.screens.raters``.
"""
