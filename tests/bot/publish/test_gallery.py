"""Every command and every form of the product is in the gallery of docs/cards.md."""

from handlers.routes import ROUTES, SUBMITS
from tests.bot.cli.careloop import ROOT
from tests.clients.gallery import visited

# Answered by a card that stands under another of these names.
ALIKE = {"reminders.edit", "reminders.now", "reminders.remove"}


async def test_every_command_and_form_is_walked_through(tmp_path):
    visit = await visited(tmp_path)
    wanted = {each.intent for each in ROUTES} | set(SUBMITS)
    assert wanted - visit.asked - ALIKE == set()
    assert "unknown" in visit.asked  # what isn't understood has a card, too


async def test_the_page_of_the_docs_has_every_card_and_its_pictures(tmp_path):
    told = (ROOT / "docs" / "cards.md").read_text(encoding="utf-8")
    for each in (await visited(tmp_path)).kept:
        assert f"### {each.name}\n\n{each.when}\n" in told, "run make pictures"
        assert (ROOT / "docs" / "pictures" / "cards" / f"slack-light-{each.slug}.png").is_file()
