"""Which workspace a command means."""

from bot.cli.output import Stop
from bot.serve.app import App
from bot.store.engine.roles import known_tenants
from handlers.domain.people import Platform, Tenant


async def workspace_meant(app: App, workspace: str) -> Tenant:
    """Return the workspace that is named, or the only one there is; Stop says what to name."""
    if workspace:
        try:
            platform, id_ = workspace.split(":", 1)
            return Tenant(Platform(platform), id_)
        except ValueError:
            raise Stop(f"{workspace} is no workspace. Write it like slack:T024BE7LD", 2) from None
    known = [f"{each.platform}:{each.id}" for each in await known_tenants(app.database)]
    if not known:
        raise Stop("No workspace is known yet. Name it: --workspace slack:T024BE7LD", 2)
    if len(known) > 1:
        raise Stop(f"Which one? --workspace {' or '.join(known)}", 2)
    return await workspace_meant(app, known[0])
