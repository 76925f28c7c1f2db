"""What can be wrong with the store."""


class Conflict(Exception):  # noqa: N818 - the turn is simply taken again
    """Somebody changed the same row in between: take the turn again."""


class NewerError(Exception):
    """The tables belong to a newer version of the program; said to people."""
