"""The pages that somebody who installs reads: what it asks for, what was done, what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from aiohttp import web

from bot.slack.naming import prefixed
from bot.slack.oauth.config import INSTALL
from bot.slack.oauth.exchange import Grant
from bot.slack.oauth.scopes import OPTIONAL, REQUIRED

AGAIN = "Start again"

_STYLE = (
    "body{font:1.1rem/1.6 system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem;"
    "color:#1d1c1d;background:#fff}"
    "button,.button{font:inherit;font-weight:600;padding:.7rem 1.4rem;border:0;border-radius:.5rem;"
    "background:#0b6b5d;color:#fff;cursor:pointer;text-decoration:none;display:inline-block}"
    ":focus-visible{outline:3px solid #1264a3;outline-offset:3px}"
    "dt{font-family:ui-monospace,monospace;margin-top:.8rem}dd{margin:0}"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page with a way on: a link, or the form that begins an installation."""

    title: str
    paragraphs: Sequence[str]
    link: tuple[str, str] = (AGAIN, INSTALL)  # words, and where it leads
    status: int = 400


DENIED = Page(
    "Nothing was installed",
    (
        "You said no in Slack, or Slack didn't let you install apps.",
        "If your workspace wants an admin's approval, ask for it in Slack, and come back here "
        "when you have it.",
    ),
    status=200,
)
EXPIRED = Page(
    "That took too long",
    ("For safety an installation has to be finished within ten minutes. Nothing was installed.",),
)
FOREIGN = Page(
    "Another browser began this",
    (
        "An installation has to end in the browser in which it began, with cookies allowed. "
        "Nothing was installed.",
        "If somebody sent you this link, don't use it: begin here by yourself.",
    ),
)
USED = Page(
    "This was finished already",
    (
        "The page was loaded twice. If Careloop is in your workspace by now, you are done: type "
        "/care help in Slack. If not, start again.",
    ),
)
CODE_REFUSED = Page(
    "Slack didn't confirm it",
    (
        "Slack took back its permission before we could use it; it holds for ten minutes, and "
        "once. Nothing was installed.",
    ),
)
UNREADABLE = Page(
    "Something is missing",
    ("The way back from Slack was incomplete. Nothing was installed.",),
)
MISCONFIGURED = Page(
    "This has to be mended first",
    (
        "Slack doesn't accept how Careloop is set up here. Nothing was installed.",
        "Tell whoever runs Careloop for you: the line slack.install_refused in its log says what "
        "is wrong.",
    ),
    status=500,
)
UNREACHABLE = Page(
    "Slack doesn't answer just now",
    ("Nothing was installed. Try again in a minute.",),
    status=503,
)
NOT_SAVED = Page(
    "That was not saved",
    ("Our database doesn't answer just now. Try again in a minute.",),
    status=503,
)
TOO_MANY = Page(
    "Too many at once",
    ("So many installations are under way that we begin no other. Try again in ten minutes.",),
    status=503,
)


def offer() -> web.Response:
    """Return the page that says what Careloop asks for, with the button that begins.

    Where its form leads is not limited: a browser holds that against each hop of the way to Slack,
    which goes on to the hosts of workspaces and of who signs people in.
    """
    asked = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(why)}{note}</dd>"
        for scopes, note in ((REQUIRED, ""), (OPTIONAL, "; you may leave it out"))
        for name, why in scopes.items()
    )
    body = (
        "<p>Careloop walks people in service through a live complaint, and brings their channels "
        "a short reminder of good care.</p>"
        "<p>It asks Slack for these permissions, and no others:</p>"
        f"<dl>{asked}</dl>"
        "<p>It never reads the messages of your channels. Whoever installs it first is its admin "
        "in the workspace, and can make others admins.</p>"
        f'<form method="post" action="{INSTALL}"><button>Add to Slack</button></form>'
    )
    return _response("Add Careloop to Slack", body, 200, "")


def shown(page: Page, prefix: str) -> web.Response:
    """Return a page that ends an attempt; ``prefix`` is what our commands begin with."""
    words, href = page.link
    body = "".join(f"<p>{escape(prefixed(each, prefix))}</p>" for each in page.paragraphs)
    link = f'<p><a class="button" href="{escape(href)}">{escape(words)}</a></p>'
    return _response(page.title, body + link, page.status, "; form-action 'none'")


def done(grant: Grant, prefix: str, authorize_url: str) -> web.Response:
    """Return the page that says where Careloop is installed now, and what to do first."""
    next_steps: tuple[str, ...] = (
        "In Slack, type /care help to see what it does.",
        "Where a channel is to have reminders: /invite @Careloop, then /reminders add weekdays "
        "08:55.",
        "The Home tab of Careloop has a list of what is still to be set up.",
    )
    if not grant.team:
        next_steps = (
            "Now add it to the workspaces of the organisation: in Slack's administration, "
            "Integrations, Installed apps.",
            *next_steps,
        )
    parts = urlsplit(authorize_url)
    place = f"?app={grant.app}" + (f"&team={grant.team}" if grant.team else "")
    link = ("Open Slack", f"{parts.scheme}://{parts.netloc}/app_redirect{place}")
    return shown(Page(f"Careloop is in {grant.name}", next_steps, link, 200), prefix)


def _response(title: str, body: str, status: int, policy: str) -> web.Response:
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
        f"base-uri 'none'; frame-ancestors 'none'{policy}",
        "Referrer-Policy": "no-referrer",  # its address has a code in it
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    page = (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<main><h1>{escape(title)}</h1>{body}</main></html>"
    )
    return web.Response(text=page, status=status, content_type="text/html", headers=headers)
