"""Draw on the terminal, and survive what it does.

Read ``driver`` first. What is private in Textual is reached by ``textual_private`` alone.
"""
