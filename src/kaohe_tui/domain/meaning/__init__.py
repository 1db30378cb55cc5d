"""Tell in plain sentences what a scheme means, before anything is opened.

Read ``meaning`` first; ``reckoning`` shows an invented person's total.
"""
