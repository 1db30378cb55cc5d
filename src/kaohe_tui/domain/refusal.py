"""Define the one exception that a person can cause."""


class Refusal(Exception):
    """Something was refused, and nothing was changed.

    ``str()`` of it is one plain sentence in the language in use: what was refused, where (file,
    line, key, person) and what to do. The screens and the command line show it as it is.
    """
