"""The only file that knows botbuilder: its schema, its turn and its handler drive our door."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from botbuilder.core import ActivityHandler, BotAdapter, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    ResourceResponse,
)

from bot.teams.client import Address, ConnectorClient
from bot.teams.payloads import Activity as Received
from bot.teams.payloads import Invoke, Press, Wire
from bot.teams.shortcuts.payloads import FETCH, SUBMIT, ShortcutInvoke

TYPES = frozenset(each.value for each in ActivityTypes)
PRESS = "adaptiveCard/action"
# What we answer, with the shape of its value.
SHAPES: Mapping[str | None, type[Wire]] = {
    PRESS: Invoke,
    FETCH: ShortcutInvoke,
    SUBMIT: ShortcutInvoke,
}
_SERVED = (
    ActivityTypes.message,
    ActivityTypes.conversation_update,
    ActivityTypes.installation_update,
)


class DoorCallbacks(Protocol):
    """What the door does when something happens."""

    async def remember(self, activity: Received) -> None:
        """Note how to reach a conversation that the bot is in."""
        ...

    async def message(self, activity: Received) -> None:
        """Answer a message."""
        ...

    async def press(self, activity: Received, press: Press) -> Mapping[str, Any]:
        """Return the answer to a button: the body of the invoke response."""
        ...

    async def installed(self, activity: Received) -> None:
        """Say hello in a conversation that the bot was added to."""
        ...

    async def removed(self, activity: Received) -> None:
        """Forget a conversation that the bot is out of."""
        ...


class ShortcutCallbacks(Protocol):
    """What is done with action commands; each returns the body of the invoke response."""

    async def taken(self, activity: Received, invoke: ShortcutInvoke) -> Mapping[str, Any]:
        """Open the dialog of a command."""
        ...

    async def sent(self, activity: Received, invoke: ShortcutInvoke) -> Mapping[str, Any]:
        """Answer a form or a button of a dialog."""
        ...


class Adapter(BotAdapter):  # type: ignore[misc] # botbuilder is untyped here
    """Runs an activity through botbuilder's pipeline."""

    def __init__(
        self, door: DoorCallbacks, shortcuts: ShortcutCallbacks, client: ConnectorClient
    ) -> None:
        super().__init__()
        self._door = door
        self._shortcuts = shortcuts
        self._client = client

    async def process(self, activity: Received) -> tuple[int, Mapping[str, Any] | None]:
        """Return the HTTP status and body for one activity."""
        context = TurnContext(self, _schema(activity))
        handler = _Handler(self._door, self._shortcuts, activity)
        await self.run_pipeline(context, handler.on_turn)
        return handler.answer

    async def send_activities(
        self, context: TurnContext, activities: Sequence[Activity]
    ) -> list[ResourceResponse]:
        """Post activities, one after the other."""
        posted = [
            await self._client.post(_address(each, ""), each.serialize()) for each in activities
        ]
        return [ResourceResponse(id=each) for each in posted]

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        """Put an activity in the place of the one with its id."""
        at = _address(activity, activity.id)
        return ResourceResponse(id=await self._client.update(at, activity.serialize()))

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Take a message away."""
        where = reference.conversation
        at = Address(where.tenant_id or "", reference.service_url, where.id, reference.activity_id)
        await self._client.delete(at)


class _Handler(ActivityHandler):  # type: ignore[misc] # botbuilder is untyped here
    """Says which of the door's verbs an activity is, and keeps the answer to an invoke."""

    def __init__(
        self, door: DoorCallbacks, shortcuts: ShortcutCallbacks, activity: Received
    ) -> None:
        super().__init__()
        self.answer: tuple[int, Mapping[str, Any] | None] = (200, None)
        self._door = door
        self._shortcuts = shortcuts
        self._activity = activity

    async def on_turn(self, turn_context: TurnContext) -> None:
        """Route one activity."""
        if _served(self._activity):
            await self._door.remember(self._activity)
        await super().on_turn(turn_context)

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._door.message(self._activity)

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Answer a press; an answer that botbuilder sends would be copied twice, card and all."""
        activity, shape = self._activity, SHAPES.get(self._activity.name)
        match shape.model_validate(activity.value) if shape else None:
            case Invoke(action=press):
                self.answer = (200, await self._door.press(activity, press))
            case ShortcutInvoke() as invoke if activity.name == FETCH:
                self.answer = (200, await self._shortcuts.taken(activity, invoke))
            case ShortcutInvoke() as invoke:
                self.answer = (200, await self._shortcuts.sent(activity, invoke))
            case _:
                self.answer = (404, None)

    async def on_installation_update_add(self, turn_context: TurnContext) -> None:
        await self._door.installed(self._activity)

    async def on_installation_update_remove(self, turn_context: TurnContext) -> None:
        """Forget what is over; botbuilder comes here for ``remove-upgrade``, too."""
        if _leaves(self._activity):
            await self._door.removed(self._activity)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        """Forget what is over; who else comes and goes is no business of ours."""
        if _leaves(self._activity):
            await self._door.removed(self._activity)


def _schema(activity: Received) -> Activity:
    """Return what the handler decides by, the rest of it left out.

    Put together by hand: it was checked at the edge, and msrest's way takes longer than a turn.
    """
    sender, recipient = activity.sender, activity.recipient
    where = activity.conversation
    return Activity(
        type=activity.type,
        id=activity.id,
        name=activity.name,
        action=activity.action,
        text=activity.text,
        channel_id=activity.channel_id,
        service_url=activity.service_url,
        from_property=ChannelAccount(
            id=sender.id, name=sender.name, aad_object_id=sender.aad_object_id
        ),
        recipient=ChannelAccount(id=recipient.id, name=recipient.name),
        conversation=ConversationAccount(
            id=where.id,
            conversation_type=where.conversation_type,
            is_group=where.is_group,
            tenant_id=where.tenant_id,
        ),
        value=activity.value,
    )


def _served(activity: Received) -> bool:
    """Tell whether something comes of it for us, in a conversation that we stay in."""
    if activity.type == ActivityTypes.invoke:
        return activity.name in SHAPES
    return activity.type in _SERVED and not _leaves(activity)


def _leaves(activity: Received) -> bool:
    """Tell whether the bot is out of the conversation, or the conversation is no more.

    An update of the app says ``remove-upgrade`` and ``add-upgrade``: then the bot stays.
    """
    if activity.type == ActivityTypes.installation_update:
        return activity.action == "remove"
    if activity.type != ActivityTypes.conversation_update:
        return False
    data = activity.channel_data
    if data is not None and data.event_type in ("channelDeleted", "teamDeleted"):
        return True
    return any(each.id == activity.recipient.id for each in activity.members_removed or ())


def _address(activity: Activity, stands: str) -> Address:
    where = activity.conversation
    return Address(where.tenant_id or "", activity.service_url, where.id, stands)
