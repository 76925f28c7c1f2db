"""The flow as one workspace has made it its own: with its remedies."""

from content.flow import Flow, Remedy
from handlers.ports.member import Member


def workspace_flow(flow: Flow, member: Member) -> Flow:
    """Return the pack's flow with the workspace's own remedies in it."""
    if member.remedies:
        remedies = tuple(_remedy(line) for line in member.remedies)
        return flow.model_copy(update={"remedies": remedies})
    return flow


def _remedy(line: str) -> Remedy:
    """Return a line as a remedy; the line itself is its id, so a changed list is no other."""
    promise = line[0].lower() + line[1:] if line[1:2].islower() else line
    return Remedy.model_construct(id=line, label=line[0].upper() + line[1:], promise=promise)
