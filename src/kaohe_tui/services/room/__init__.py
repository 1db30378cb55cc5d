"""Hold the room in which all is done: one database, one person at the keyboard.

Read ``room`` first.
"""
