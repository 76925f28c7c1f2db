"""What goes up and across: what can be typed, pressed, sent, and said by the beat."""

from handlers.domain.people import Role
from handlers.insights import owners, passing_on, rules, what_ifs
from handlers.routing import Route, Table

TABLE = Table(
    care=(
        Route(
            "care rules",
            "",
            "See and keep the rules that agents may bend, and who looks after each",
            rules.show,
            Role.MANAGER,
            listed=False,
        ),
        Route(
            "care ideas",
            "",
            "See the what-ifs that agents passed on, and say what becomes of them",
            what_ifs.show,
            Role.MANAGER,
            listed=False,
        ),
    ),
    actions={
        "insights.pass-on-ask": passing_on.ask,
        "rules.list": rules.show,
        "rules.show": rules.show_one,
        "rules.add-ask": rules.add_ask,
        "rules.rename-ask": rules.rename_ask,
        "rules.owner-ask": rules.owner_ask,
        "rules.remove-ask": rules.remove_ask,
        "rules.remove": rules.remove,
        "rules.told": owners.told,
        "rules.changed": owners.changed,
        "rules.keep-ask": owners.keep_ask,
        "what-ifs.list": what_ifs.show,
        "what-ifs.show": what_ifs.show_one,
        "what-ifs.move": what_ifs.to,
        "what-ifs.no-ask": what_ifs.no_ask,
        "what-ifs.suggest-ask": what_ifs.suggest_ask,
    },
    submits={
        "insights.pass-on": passing_on.send,
        "rules.add": rules.add,
        "rules.rename": rules.rename,
        "rules.owner": rules.owner,
        "rules.keep": owners.keep,
        "what-ifs.no": what_ifs.no,
        "what-ifs.suggest": what_ifs.suggest,
    },
    notices={"insights.count": owners.count},
)
