"""Wherever we say who reads what, the same is said."""

import pytest

from bot.publish.manifests import MORE_ABOUT
from bot.teams.public_pages import PAGES
from handlers.cards import Facts
from handlers.turn import TurnKind
from tests.bot.cli.careloop import ROOT
from tests.conftest import pressed, turn, typed

TEXTS = {
    "the README": (ROOT / "README.md").read_text(encoding="utf-8"),
    "the page on privacy": (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8"),
    "the manifests": MORE_ABOUT,
    "the page that Teams shows": " ".join(PAGES["privacy"][1]),
}
# Of a promise, a page, a lead who joins, cover, and somebody who comes; then across the shift.
TOLD = ("hour after its time", "kind of trouble", "case number", "to join", "for cover", "to come")
TOLD += ("offer a promise", "shift is over", "would give")


@pytest.mark.parametrize("where", TEXTS)
def test_each_text_tells_who_reads_what(where):
    assert [each for each in TOLD if each not in " ".join(TEXTS[where].split())] == []


async def test_so_does_the_card_behind_what_is_kept(app):
    card = (await app.bot.answer(typed("/care mydata"))).card
    (facts, _) = (await app.bot.answer(pressed(card, "Who reads what"))).card.body
    told = " ".join(word for row in facts.rows for word in row)
    assert [
        each for each in ("hour after its time", *TOLD[1:3], "join", "cover") if each not in told
    ] == []


async def test_who_has_nothing_kept_reads_it_too(app):
    card = (await app.bot.answer(turn(TurnKind.ACTION, "care.mydata-readers", "dana"))).card
    assert isinstance(card.body[0], Facts)
    assert (await app.bot.answer(pressed(card, "What I keep about you", "dana"))).card.title
