"""What somebody typed, as an answer says it back."""

MAX_LENGTH = 60  # characters


def quoted(text: str) -> str:
    """Return it between marks; what is too long for a line ends with an ellipsis."""
    if len(text) <= MAX_LENGTH:
        return f"“{text}”"
    return f"“{text[: MAX_LENGTH - 1].rstrip()}…”"
