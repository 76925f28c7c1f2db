"""The three public pages that an app package has to name: about, privacy, terms."""

from collections.abc import Awaitable, Callable, Mapping
from html import escape

from aiohttp import web

from handlers.domain.retention import KEEP_NOTES

PAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "about": (
        "Careloop",
        (
            "Careloop walks people in service through a live complaint, in one private card, and "
            "brings their channels a short reminder of good care at the hour that they set.",
            "It is run by the organisation that you work for.",
        ),
    ),
    "privacy": (
        "What Careloop keeps",
        (
            "Your complaints, with their notes, are seen by you alone, but for what you pass on by "
            "your own tap: a what-if and thanks in your words, all else as numbers from three "
            "people on, without your name unless you tick it. Complaints are "
            f"deleted {KEEP_NOTES.days} days after "
            "their last change unless whoever runs the bot has set another time. Card numbers, "
            "bank accounts, phone numbers, e-mail addresses and tokens are taken out of what you "
            "type before it is stored or logged.",
            "Of a promise that is still open an hour after its time your lead's channel reads "
            "your name, what you promised, for when, and the case number, and from then on what "
            "became of it and who looks after it. A colleague reads the same when you offer a "
            "promise to them and, once your shift is over, so do your managers of what is due "
            "before you are back. Whom you ask to allow more reads your name, what you would give "
            "and the case number.",
            "Whom you page reads your name, the kind of trouble and the case number, and nothing "
            "else; whom you ask to join or for cover, your name and the case number; whom you ask "
            "to come to you, your name, and it is gone after the day.",
            "Thanks are seen by whom they thank, by their giver and by the managers who are asked, "
            "and by a channel if the person thanked has allowed it. After a complaint that ended "
            "well your managers are offered thanks for you, with the remedy that you chose and "
            "when you kept it, and without what you typed.",
            "Type /care mydata to see what is kept about you, to have it sent to you, or to "
            "delete it. When the bot is removed everywhere, everything of your organisation is "
            "deleted.",
            "All of it lies in a database of whoever runs the bot for you; ask them what else "
            "they do with it.",
        ),
    ),
    "terms": (
        "Terms of use",
        (
            "Careloop is open source software, and comes as it is. Whoever runs it for you says "
            "what holds for its use where you work.",
            "In an emergency call the emergency number of your country first; a card brings "
            "no help by itself.",
        ),
    ),
}


def open_pages(app: web.Application) -> None:
    """Add ``/about``, ``/privacy`` and ``/terms``."""
    for name, (title, paragraphs) in PAGES.items():
        app.router.add_get(f"/{name}", _showing(_drawn(title, paragraphs)))


def _showing(page: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def show(request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return web.Response(text=page, content_type="text/html", headers=headers)

    return show


def _drawn(title: str, paragraphs: tuple[str, ...]) -> str:
    body = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    style = "body{font:1.1rem/1.6 system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem}"
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{style}</style><h1>{escape(title)}</h1>{body}</html>"
    )
