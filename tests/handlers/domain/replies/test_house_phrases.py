"""What a workspace doesn't want to hear is said once, in the workspace's words."""

from content import load
from content.reply_rules import BannedPhrase, HousePhrases, Replies
from handlers.domain.replies import Draft, check

CORE = load().replies
HOUSE = HousePhrases(
    banned=(
        BannedPhrase(say="calm down", instead="we hear them out"),
        BannedPhrase(say="no worries", instead="what you do about it"),
    )
)
REPLIES = Replies(findings=CORE.findings, words=CORE.words, phrases=HOUSE)


def points(text: str) -> list[tuple[str, str]]:
    return [(each.about, each.quote) for each in check(Draft(text), REPLIES).points]


def test_words_that_we_hear_too_are_told_once_at_their_place():
    found = points("Please calm down. It's company policy.")
    assert [about for about, _ in found[:2]] == ["house", "policy_shield"]
    assert "dismissive" not in {about for about, _ in found}


def test_words_that_only_a_workspace_dislikes_come_behind_what_harms():
    found = points("No worries, it's company policy.")
    assert found[:2] == [("policy_shield", "it's company policy"), ("house", "No worries")]


def test_the_same_words_twice_are_one_point():
    found = points("No worries, I've sent a new one today. No worries!")
    assert [about for about, _ in found].count("house") == 1
