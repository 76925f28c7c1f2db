"""How long things are kept; whatever deletes, promises or explains it reads it here.

``docs/privacy.md`` says the same to people, and a test holds the two together. What is not named
here is kept until somebody changes or deletes it, or the bot is removed.
"""

from datetime import timedelta

from scheduler.occurrence import GRACE

# Since the last change: complaints, promises, thanks and the playground's messages. Whoever runs
# the bot may set another time (CARELOOP_NOTES_DAYS).
KEEP_NOTES = timedelta(days=90)

# Since it was asked: that somebody was asked to come to a person who isn't OK, and its words.
KEEP_CALLS_TO_COME = timedelta(hours=18)  # by the end of the day, whatever the shift

# Since it was sent: the words of a post. By then no later duplicate of an occurrence can come.
KEEP_SENT_BODIES = GRACE + timedelta(hours=48)

# Since its moment: what became of a delivery, and the words of one that could not be sent.
KEEP_DELIVERY_RECORDS = timedelta(days=30)

# Since it was pressed: an answer; since it was told, what was told of a question; since the last
# change: that somebody sees a post differently.
KEEP_ANSWERS = timedelta(days=30)

# Since it was asked: a question to the mentor that nobody answers. An answered one goes at once.
KEEP_QUESTIONS = timedelta(days=30)
# Since its last turn: what somebody practised, also where the playground's page showed it.
KEEP_PRACTICE = timedelta(days=1)

# Since it was done: a line of the audit log, which says who did what to others.
KEEP_AUDIT = timedelta(days=365)

# Since the turn: its id. Slack resends for up to an hour, and its signatures last minutes.
KEEP_TURN_IDS = timedelta(hours=26)
