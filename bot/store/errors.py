"""What can be wrong with the store, said to people."""


class NewerError(Exception):
    """The tables belong to a newer version of the program."""
