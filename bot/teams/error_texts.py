"""What a person in Teams reads when something can't be shown: short, and what to do next."""

from handlers.cards import Card, Text

ANSWERED_IN_PRIVATE = "I answered you in our own chat, so that it stays between us."
NO_PRIVATE_CHAT = (
    "I can't write to you in private yet. Open a chat with me (you find me under Apps), "
    "and type it there: it stays between us."
)
HERE_INSTEAD = (
    "I can't write to you in private yet, so the card stands here. Open a chat with me (you find "
    "me under Apps), and what comes next comes there."
)
DONE = "Done."  # where there is nothing to show

# The form of a reply could not be shown in time.
_BUSY = "Teams was too busy to show the form. Type the command again."
FORM_NOT_SHOWN = Card("One moment", (Text(_BUSY),))

# A button speaks for a channel that this person wasn't given.
_OLD = "This card is from another day. Type the command again, in the channel it is for."
FROM_ANOTHER_DAY = Card("Not quite", (Text(_OLD),))
