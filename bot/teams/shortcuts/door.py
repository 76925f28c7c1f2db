"""The door of action commands: each opens a dialog, whose form is answered in one's own chat."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.teams import error_texts, turns
from bot.teams.client import Address
from bot.teams.directory import MAX_LOOKUPS, Directory
from bot.teams.door import Door
from bot.teams.drawing.adaptive_cards import VERB
from bot.teams.payloads import Activity, Press
from bot.teams.shortcuts import dialog
from bot.teams.shortcuts.payloads import ShortcutInvoke
from bot.teams.shortcuts.turns import from_dialog, from_shortcut
from handlers.cards import Action, Button, Card, Text, Tone
from handlers.domain.people import Mention, MentionKind
from handlers.turn import Reply, Turn, TurnKind

AGAIN = "Send it again"


class ShortcutDoor:
    """Answers action commands by way of the door of those who write to the bot."""

    def __init__(self, door: Door, directory: Directory, clock: Callable[[], datetime]) -> None:
        self._door = door
        self._directory = directory
        self._clock = clock

    async def taken(self, activity: Activity, invoke: ShortcutInvoke) -> Mapping[str, Any]:
        """Return the dialog of a command that was taken."""
        turn = from_shortcut(activity, invoke, self._clock())
        return _shown(await self._replied(activity, turn, turn.mentions))

    async def sent(self, activity: Activity, invoke: ShortcutInvoke) -> Mapping[str, Any]:
        """Return what comes of a form or a button of a dialog.

        A form is answered in the person's own chat, a button in the dialog.
        """
        press = invoke.press
        turn = from_dialog(activity, invoke, self._clock())
        reply = await self._replied(activity, turn, turns.chosen(press))
        if not reply.saved and reply.card is not None:
            return dialog.showing(_again(reply.card, press))
        if turn.kind is not TurnKind.SUBMIT or reply.form is not None or reply.card is None:
            return _shown(reply)
        if await self._door.show_in_chat(activity, turn, reply):
            return dialog.saying(error_texts.ANSWERED_IN_PRIVATE)
        here = Text(error_texts.HERE_INSTEAD, Tone.NOTE)
        return dialog.showing(replace(reply.card, body=(*reply.card.body, here)))

    async def _replied(self, activity: Activity, turn: Turn, found: Iterable[Mention]) -> Reply:
        """Return the reply to a turn; whom Teams doesn't tell of here it is asked for elsewhere.

        For the bot need not be in the conversation where a command is taken.
        """
        everybody = tuple(found)
        asked = (self._known(each, activity.tenant) for each in everybody[:MAX_LOOKUPS])
        known = asyncio.gather(*asked)
        _, mentions = await asyncio.gather(self._meet(activity, turn), known)
        return await self._door.replied(activity, turn, (*mentions, *everybody[MAX_LOOKUPS:]))

    async def _meet(self, activity: Activity, turn: Turn) -> None:
        here = Address(activity.tenant, activity.service_url, activity.conversation.id)
        user, known = activity.sender.id, activity.sender.aad_object_id or ""
        member = await self._directory.member(activity.tenant, here, user, known)
        if member is None or member.membership is None:
            await self._directory.told_of(activity.tenant, turn.person.id)

    async def _known(self, mention: Mention, tenant: str) -> Mention:
        if mention.kind is not MentionKind.PERSON or mention.membership is not None:
            return mention
        told = await self._directory.told_of(tenant, mention.id)
        if told is None:
            return mention
        name = told.name if told.name and mention.name == mention.id else mention.name
        return replace(mention, name=name, membership=told.membership, handle=told.handle)


def _shown(reply: Reply) -> Mapping[str, Any]:
    shown = reply.form or reply.card
    return dialog.saying(error_texts.DONE) if shown is None else dialog.showing(shown)


def _again(card: Card, press: Press) -> Card:
    """Return the card of what wasn't saved, with a button that sends the same once more."""
    return replace(card, buttons=(Button(AGAIN, Action(press.data.get(VERB, ""), press.data)),))
