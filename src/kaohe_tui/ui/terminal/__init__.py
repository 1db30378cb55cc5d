"""Draw on the terminal, and survive what it does.

Here the program reaches into private parts of Textual. Read ``driver`` first.
"""
