"""What the fields of a pack may hold: slugs, labels, lines; and the base of its models."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"

IDEA = r"^[A-Z]\d{1,2}$"

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]

Idea = Annotated[str, StringConstraints(pattern=IDEA)]

Label = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]

Line = Annotated[str, StringConstraints(min_length=1, max_length=150, strip_whitespace=True)]

Choice = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]

Scene = Annotated[str, StringConstraints(min_length=1, max_length=130, strip_whitespace=True)]

Reason = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]

Prose = Annotated[str, StringConstraints(min_length=1, max_length=420, strip_whitespace=True)]

Wording = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]

Group = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]


class Model(BaseModel):
    """Frozen, and an unknown key is a typing mistake, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
