"""The manifests of both platforms, made from the routes: nothing to keep in step by hand."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from bot.config.settings import PREFIX, Settings
from bot.slack.oauth.config import REDIRECT
from bot.slack.oauth.scopes import OPTIONAL, SCOPES
from handlers.routes import COMMANDS, ROUTES, SHORTCUTS

ABOUT = "Complaint coaching and daily reminders for people in service."
MORE_ABOUT = (
    "Careloop walks you through a live complaint in one private card: let them vent, listen in "
    "order to act, own it, take one step that you can keep, give a little more. It brings a "
    "channel a reminder of good care on the days and at the hour that you set. What you type of a"
    " complaint is seen by you alone, but for what you pass on by your own tap. Of a promise that"
    " is still open an hour after its time the lead's channel reads your name, what you promised "
    "and the case number; so do whom you offer a promise to and, once your shift is over, your "
    "managers of what is due before you are back. Whom you ask to allow more reads what you would"
    " give as well. Whom you page reads your name, the kind of trouble and the case number;"
    " whom you ask to join or for cover, your name and the case number; whom you ask to come to "
    "you, your name alone. Thanks are read by whom they thank and by managers, and by a channel "
    "if the person thanked allows it. Nobody is ranked."
)
EVENTS = (
    *("app_home_opened", "app_uninstalled", "tokens_revoked", "user_change"),
    *("message.im", "app_mention"),
)
ORGANISATION_EVENTS = ("team_access_revoked",)
TEAMS_VERSION = "1.29"
HERE = Path(__file__).parent
ICONS = {"color": "color.png", "outline": "outline.png"}  # 192 and 32 pixels square, no more


class Unready(Exception):  # noqa: N818 - said to a person as it stands
    """A setting that the manifest needs is missing."""


def slack_manifest(settings: Settings) -> dict[str, Any]:
    """Return Slack's app manifest: for HTTP mode with a public URL, else for Socket Mode."""
    url = f"{settings.public_url}/slack/events" if settings.public_url else ""
    address = {"request_url": url} if url else {}
    return {
        "display_information": {
            "name": "Careloop",
            "description": ABOUT,
            "long_description": MORE_ABOUT,
            "background_color": "#0b6b5d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,  # commands are typed there, too
            },
            "bot_user": {"display_name": "Careloop", "always_online": True},
            "slash_commands": [
                {
                    "command": f"/{settings.slack_prefix}{command.name}",
                    "description": command.does,
                    "usage_hint": command.hint,
                    "should_escape": True,
                    **({"url": url} if url else {}),
                }
                for command in COMMANDS
            ],
            "shortcuts": [
                {
                    "name": each.name,
                    "type": "message" if each.on_message else "global",
                    "callback_id": each.intent,
                    "description": each.does,
                }
                for each in SHORTCUTS
            ],
        },
        "oauth_config": _oauth(settings),
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(_events(settings))},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": settings.slack_oauth_on,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,  # whoever turns it on can't turn it off again
        },
    }


def _oauth(settings: Settings) -> dict[str, Any]:
    scopes = {"bot": list(SCOPES), "bot_optional": list(OPTIONAL)}
    if not settings.slack_oauth_on:
        return {"scopes": scopes}
    return {"redirect_urls": [f"{settings.public_url}{REDIRECT}"], "scopes": scopes}


def _events(settings: Settings) -> tuple[str, ...]:
    return (*EVENTS, *(ORGANISATION_EVENTS if settings.slack_oauth_on else ()))


def teams_manifest(settings: Settings) -> dict[str, Any]:
    """Return Teams' app manifest; Unready when an address or the app id is missing."""
    if not settings.teams_app_id:
        raise Unready(f"Teams wants the bot's app id: set {PREFIX}TEAMS_APP_ID")
    if not settings.public_url:
        raise Unready(f"Teams wants public pages: set {PREFIX}PUBLIC_URL=https://…")
    commands = [
        {"title": route.words, "description": route.does} for route in ROUTES if route.listed
    ]
    scopes = ["personal", "team", "groupChat"]
    return {
        "$schema": "https://developer.microsoft.com/json-schemas/teams/"
        f"v{TEAMS_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": TEAMS_VERSION,
        "version": "1.1.0",  # Teams takes a package as an update when it is higher
        "id": str(uuid5(NAMESPACE_URL, f"careloop:{settings.teams_app_id}")),
        "developer": {
            "name": "Careloop",
            "websiteUrl": f"{settings.public_url}/about",
            "privacyUrl": f"{settings.public_url}/privacy",
            "termsOfUseUrl": f"{settings.public_url}/terms",
        },
        "name": {"short": "Careloop", "full": "Careloop"},
        "description": {"short": ABOUT, "full": MORE_ABOUT},
        "icons": ICONS,
        "accentColor": "#0b6b5d",
        "bots": [
            {
                "botId": settings.teams_app_id,
                "scopes": scopes,
                "supportsTargetedMessages": True,
                "commandLists": [
                    {"scopes": scopes, "triggers": ["mention", "slash"], "commands": commands}
                ],
            }
        ],
        "composeExtensions": [{"botId": settings.teams_app_id, "commands": _action_commands()}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(settings.public_url).netloc],
    }


def _action_commands() -> list[dict[str, Any]]:
    """Return the shortcuts as Teams has them: each opens a dialog of ours."""
    return [
        {
            "id": each.intent,
            "type": "action",
            "title": each.name,
            "description": each.does,
            "context": ["message"] if each.on_message else ["compose", "commandBox"],
            "fetchTask": True,
        }
        for each in SHORTCUTS
    ]


def teams_package(settings: Settings) -> bytes:
    """Return the zip that Teams takes: manifest and icons; the same settings, the same bytes."""
    files = {
        "manifest.json": json.dumps(teams_manifest(settings), indent=2).encode(),
        **{name: (HERE / name).read_bytes() for name in ICONS.values()},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return packed.getvalue()
