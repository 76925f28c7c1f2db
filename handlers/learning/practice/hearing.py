"""What a customer of practice hears in an agent's words: by the reply check, or as written."""

from content.reply_rules import Replies
from content.scenarios import AgentLine, Scenario
from handlers.domain.practice.run import Move, Said
from handlers.domain.replies import Check, Draft, ReplyChannel, Verdict, check


def said_words(text: str, scenario: Scenario, replies: Replies) -> Said | None:
    """Return what is heard in words of one's own; None where they say nothing to us."""
    found = _checked(text, scenario, replies)
    if found.verdict is Verdict.UNREAD:
        return None
    return Said(text, tuple(Move(each.id, each.start, each.end) for each in found.findings))


def said_line(line: AgentLine, scenario: Scenario, replies: Replies) -> Said:
    """Return what is heard in a line of a scenario, and in which of its words, where we find it."""
    found = {each.id: each for each in _checked(line.text, scenario, replies).findings}
    moves = (
        Move(each, found[each].start, found[each].end)
        if each in found
        else Move(each, 0, len(line.text))
        for each in line.findings
    )
    return Said(line.text, tuple(moves))


def _checked(text: str, scenario: Scenario, replies: Replies) -> Check:
    return check(Draft(text, ReplyChannel(scenario.channel)), replies)
