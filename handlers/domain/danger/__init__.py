"""Words of danger: the list of a pack, and what it finds in what people type."""

from handlers.domain.danger.signs import LIFE_AT_RISK, Signs, likeliest, signs_in

__all__ = ["LIFE_AT_RISK", "Signs", "likeliest", "signs_in"]
