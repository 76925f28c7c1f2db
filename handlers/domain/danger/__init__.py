"""Words of danger: the list of a pack, and what it finds in what people type."""

from handlers.domain.danger.signs import Signs, signs_in

__all__ = ["Signs", "signs_in"]
