"""Write down what happens: every change is an event, every event one entry.

Read ``event`` first, then a module of ``kinds``, say ``tiers``; ``events`` has them all.
"""
