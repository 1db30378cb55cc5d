"""Hold the room in which all is done: one database, and who is at the keyboard.

Read ``room`` first.
"""
