"""Posts, cards and forms as plain JSON values, for the outbox and for the wire."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from handlers.cards import Card, Form
from handlers.turn import Post

_POST: TypeAdapter[Post] = TypeAdapter(Post)
_CARD: TypeAdapter[Card] = TypeAdapter(Card)
_FORM: TypeAdapter[Form] = TypeAdapter(Form)


def dump_post(post: Post) -> dict[str, Any]:
    """Return a post as JSON values."""
    return _POST.dump_python(post, mode="json")  # type: ignore[no-any-return] # pydantic's Any


def load_post(body: Mapping[str, Any]) -> Post:
    """Return what ``dump_post`` wrote; pydantic.ValidationError if it isn't that."""
    return _POST.validate_python(body)


def dump_card(card: Card) -> dict[str, Any]:
    """Return a card as JSON values."""
    return _CARD.dump_python(card, mode="json")  # type: ignore[no-any-return] # pydantic's Any


def dump_form(form: Form) -> dict[str, Any]:
    """Return a form as JSON values."""
    return _FORM.dump_python(form, mode="json")  # type: ignore[no-any-return] # pydantic's Any
