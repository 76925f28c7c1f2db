"""What is typed of a draft: /check, with the draft or without."""

import re
from dataclasses import replace

from handlers.domain.replies import ReplyChannel
from handlers.learning.check.cards import Basis, in_public_card, refused_card
from handlers.learning.check.current import basis_of, case_meant, checked, problem_in
from handlers.learning.check.forms import opened
from handlers.turn import Reply, Services, Turn

_CHANNELS = {"chat": "chat", "email": "email", "e-mail": "email", "phone": "phone"}
_CHANNELS |= {"counter": "counter", "at the counter": "counter"}
_BEGINNING = re.compile(rf"({'|'.join(_CHANNELS)})\s*:\s*", re.IGNORECASE)


async def start(turn: Turn, services: Services) -> Reply:
    """Check what was typed; without words open the form."""
    if not turn.text.strip():
        return await opened(turn, services)
    if turn.in_public:
        return Reply(in_public_card())
    basis, text = _told(turn.text.strip(), basis_of(await case_meant(turn, services)))
    if not text:
        return await opened(replace(turn, args={"channel": basis.channel}), services)
    if problem := problem_in(text):
        return Reply(refused_card(problem), refused=True, kept=False)
    return checked(text, basis, services)


def _told(text: str, basis: Basis) -> tuple[Basis, str]:
    """Return what a draft is read for, and the draft; ``e-mail: …`` says how it reaches them."""
    if found := _BEGINNING.match(text):
        channel = ReplyChannel(_CHANNELS[found[1].casefold()])
        return Basis(channel, basis.stage, basis.case), text[found.end() :]
    return basis, text
