"""Who reads what of a person, and when: nothing is passed on that is not said here."""

from handlers.cards import Action, Button, Card, Facts, Text, Tone
from handlers.turn import Reply, Services, Turn

OPEN = Button("Who reads what", Action("care.mydata-readers"))

READERS = (
    (
        "A complaint, and what you type in it",
        "You alone, but for what you promise, and what you pass on by your own tap.",
    ),
    (
        "What went wrong, what was given, that a rule was bent",
        "As numbers alone, from three people on, none of them behind more than half. Whoever looks "
        "after the rule, managers, and a channel that reads the week: how often it was bent. Your "
        "name only if you tick it.",
    ),
    (
        "A line on what was given, if you let the week show it",
        "Managers and admins, and a channel that reads the week: your words, without your name, "
        "where three people or more let it show one.",
    ),
    (
        "A what-if that you pass on",
        "Managers, whoever looks after the rule that was bent, and whom a manager suggests it to: "
        "your words, without your name unless you tick it.",
    ),
    (
        "Thanks that you pass on after a complaint",
        "A manager, then whom you thank: your words, without your name unless you tick it.",
    ),
    ("A promise", "You alone, until it is an hour late, or you offer it to a colleague."),
    (
        "A promise still open an hour after its time",
        "The lead's channel: your name, what you promised, for when, and the case number. "
        "If what you promised has words of danger in it, they don't read those.",
    ),
    (
        "A promise that you offer to a colleague",
        "They alone: your name, what you promised, for when, and the case number. Words of danger "
        "in it they read once they have taken it: it is theirs then.",
    ),
    (
        "A promise due before you are back, once your shift is over",
        "The managers of your team, when they look with /promise handover: your name, what you "
        "promised, for when, and the case number; no words of danger, unless they take it over: it "
        "is theirs then, and you are told. That they looked is on record.",
    ),
    (
        "When you work",
        "You and, of your team's hours, its manager. Whoever offers you a promise reads when you "
        "are back.",
    ),
    (
        "A page, when you press it",
        "The people on duty and their channel: your name, the kind of trouble and the case "
        "number. Nothing else.",
    ),
    (
        "When you ask a lead to join, or for cover",
        "The managers of your team, or the people on duty: your name and the case number.",
    ),
    (
        "When you ask to give more than you may",
        "The managers of your team, or the people on duty: your name, what you would give, in the "
        "words you see before you send it, and the case number.",
    ),
    ("Words of yours that you aren't all right", "Nobody: they are not kept."),
    (
        "When you ask somebody to come to you",
        "Whom you ask: your name, and that you ask them to come. Nothing else, and it is gone "
        "after the day.",
    ),
    (
        "A complaint that ended well, its promise kept",
        "Your managers, as a draft of thanks for you: your name, the remedy you chose from the "
        "list, when you kept it, and whether it was by phone, chat or counter.",
    ),
    (
        "What you choose on a question, tick or note",
        "You alone. From five people on a channel may read whether most, about half or few chose "
        "the one that the idea asks for; never whose it was.",
    ),
    (
        "What you close, promise or pass on, as a number",
        "Managers and admins, and a channel if an admin lets the week come there: how many in a "
        "week, only where three people or more are behind it and nobody behind most of it; never "
        "whose it was, and no word of it.",
    ),
    (
        "What you practise",
        "You alone, for a day. If you show it to a coach: that coach, and only the card at its "
        "end, as you see it.",
    ),
    (
        "That you see a reminder differently, when you let your lead know",
        "Your managers: which reminder, where and when. Not who you are, and no word of yours.",
    ),
    (
        "Which lessons you did, and what you chose",
        "You alone. Nothing counts them.",
    ),
    (
        "What you ask or see differently in a lesson",
        "The mentor of this workspace: your name, the lesson and your words. It goes once it is "
        "answered.",
    ),
    ("That you have done a course", "A channel, if you tell it: your name and the course."),
    ("What you set in /care me", "You alone; whoever thanks you sees where it went."),
    (
        "Thanks that you give",
        "Whom you thank, and the managers who are asked; a channel, if whom you thank allows it. "
        "Privately: whom you thank, nobody else.",
    ),
    ("Your answer to thanks", "Whoever gave them. It isn't kept."),
    (
        "That no thanks went to you for some weeks",
        "A manager on whose list you are, once a week if they want to be reminded: your name, that "
        "no thanks of theirs went to you, and whether any did that they could read. Never how "
        "often, and nothing of what is said to you privately.",
    ),
    (
        "What you do that concerns others",
        "Admins, for a year: who did what to whom, when and where, without words. That somebody "
        "was asked to come to a person is not in it.",
    ),
)


async def show(turn: Turn, services: Services) -> Reply:
    """Show it; it is the same for everybody."""
    note = Text("Whoever runs this bot can reach the database it is kept in.", Tone.NOTE)
    back = Button("What I keep about you", Action("care.mydata"))
    return Reply(Card("Who reads what", (Facts(READERS), note), (back,)))
