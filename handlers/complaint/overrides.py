"""The flow as one workspace has made it its own: its remedies, and whom to call in its town."""

from content.models import Branch, Flow, Remedy
from handlers.ports.member import Member


def workspace_flow(flow: Flow, member: Member) -> Flow:
    """Return the pack's flow with the workspace's own remedies and confirmed numbers in it."""
    changes: dict[str, object] = {}
    if member.remedies:
        changes["remedies"] = tuple(_remedy(line) for line in member.remedies)
    if member.numbers:
        changes["branches"] = tuple(_branch(each, member) for each in flow.branches)
    return flow.model_copy(update=changes) if changes else flow


def _remedy(line: str) -> Remedy:
    """Return a line as a remedy; the line itself is its id, so a changed list is no other."""
    promise = line[0].lower() + line[1:] if line[1:2].islower() else line
    return Remedy.model_construct(id=line, label=line[0].upper() + line[1:], promise=promise)


def _branch(branch: Branch, member: Member) -> Branch:
    """Return a branch that says whom to call here, where somebody has confirmed it."""
    here = member.numbers.get(branch.id)
    if not here:
        return branch
    route = f"{branch.route} Here: {here}"
    if branch.emergency:
        route = f"{route.rstrip('.')}. Where the customer is, the number may be another."
    return branch.model_copy(update={"route": route})
