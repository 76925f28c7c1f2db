"""When it is more than a complaint: what can be typed, pressed and sent."""

from handlers.danger import notices, presses
from handlers.routing import Table

TABLE = Table(
    actions={
        "complaint.alarm": presses.alarm,
        "complaint.branch": presses.branch,
        "complaint.safe": presses.safe,
        "complaint.page": presses.page,
    },
    receipts={
        "complaint.paged": notices.paged,
    },
)
