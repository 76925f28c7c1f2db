"""Slack's OAuth, by hand: it checks every step as Slack says that it does, and forgets nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.bot.slack.fake_slack import FakeSlack, Workspace

CLIENT_ID, CLIENT_SECRET = "11111.22222", "client-secret-of-the-stand-in"
CODE_LIVES = timedelta(minutes=10)
TOKEN_LIVES = timedelta(hours=12)

Json = dict[str, Any]


@dataclass(slots=True)
class _Code:
    """What somebody allowed, until it is exchanged."""

    team: str
    user: str
    redirect_uri: str
    at: datetime
    organisation: bool


@dataclass(slots=True)
class Organisation:
    """Several workspaces, one token."""

    id: str
    teams: list[str]
    token: str = ""


@dataclass(slots=True)
class _Issued:
    """Tokens that were handed out; a refresh token is good for one use."""

    team: str
    organisation: bool
    expires_at: datetime | None = None
    revoked: bool = False


@dataclass(slots=True)
class Team:
    """A workspace that may install the app."""

    id: str
    enterprise: str = ""
    channels: tuple[str, ...] = ("CDESK",)
    people: Mapping[str, Json] = field(default_factory=dict)


class OAuthSlack(FakeSlack):
    """FakeSlack whose tokens are handed out for codes, run out, and can be revoked."""

    def __init__(self, now: Callable[[], datetime], *, redirect_uri: str, rotates: bool) -> None:
        super().__init__()
        self.now = now
        self.redirect_uri = redirect_uri
        self.rotates = rotates
        self.teams: dict[str, Team] = {}
        self.organisations: dict[str, Organisation] = {}
        self.issued: dict[str, _Issued] = {}
        self.refresh_tokens: dict[str, str] = {}  # each with its access token; used up when used
        self.used_refresh_tokens: list[str] = []
        self._codes: dict[str, _Code] = {}

    def open(self, app: web.Application) -> None:
        super().open(app)
        app.router.add_get("/oauth/v2/authorize", self._authorize)

    def revoke(self, team: str) -> None:
        """Remove the app: every token of a workspace or an organisation is over."""
        for token, issued in self.issued.items():
            if issued.team == team:
                issued.revoked = True
                self.workspaces.pop(token, None)

    def tokens_of(self, team: str) -> list[str]:
        return [token for token, issued in self.issued.items() if issued.team == team]

    async def _authorize(self, request: web.Request) -> web.Response:
        """Be the page of consent; ``as`` says who presses what there."""
        query = request.query
        if query.get("client_id") != CLIENT_ID:
            return web.Response(status=400, text="invalid_client_id")
        if query.get("redirect_uri") != self.redirect_uri:
            return web.Response(status=400, text="bad_redirect_uri")
        if "chat:write" not in query["scope"].split(",") or not query.get("state"):
            return web.Response(status=400, text="invalid_scope")
        team, user, pressed = query["as"].split(":")
        back = {"state": query["state"]}
        if pressed != "allow":
            back["error"] = "access_denied"
        else:
            back["code"] = self.fresh("code-")
            self._codes[back["code"]] = _Code(
                team, user, query["redirect_uri"], self.now(), team in self.organisations
            )
        return web.Response(
            status=302, headers={"Location": f"{self.redirect_uri}?{urlencode(back)}"}
        )

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if method != "oauth.v2.access":
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if (dead := self._dead(token)) is not None:
                return web.json_response({"ok": False, "error": dead})
            return await super()._api(request)
        if (broken := await self._broken(method, request)) is not None:
            return broken
        form = await request.post()
        answer = self._access({name: str(value) for name, value in form.items()})
        if (late := await self._broken("after oauth.v2.access", request)) is not None:
            return late
        return web.json_response({"ok": "error" not in answer, **answer})

    def _dead(self, token: str) -> str | None:
        issued = self.issued.get(token)
        if issued is None:
            return None
        if issued.revoked:
            return "token_revoked"
        over = issued.expires_at is not None and issued.expires_at <= self.now()
        return "token_expired" if over else None

    def _access(self, form: Mapping[str, str]) -> Json:
        if form.get("client_id") != CLIENT_ID:
            return {"error": "invalid_client_id"}
        if form.get("client_secret") != CLIENT_SECRET:
            return {"error": "bad_client_secret"}
        if form.get("grant_type") == "refresh_token":
            return self._refreshed(form.get("refresh_token", ""))
        code = self._codes.pop(form.get("code", ""), None)  # good for one use
        if code is None or self.now() - code.at > CODE_LIVES:
            return {"error": "invalid_code"}
        if form.get("redirect_uri") != code.redirect_uri:
            return {"error": "bad_redirect_uri"}
        return self._granted(code)

    def _granted(self, code: _Code) -> Json:
        enterprise = code.team if code.organisation else self.teams[code.team].enterprise
        return {
            "app_id": "A1",
            "authed_user": {"id": code.user},
            "scope": "commands,chat:write",
            "bot_user_id": f"UBOT{code.team}",
            "team": None if code.organisation else {"id": code.team, "name": f"{code.team} & Co"},
            "enterprise": {"id": enterprise, "name": "The <b>firm</b>"} if enterprise else None,
            "is_enterprise_install": code.organisation,
            **self._issue(code.team, organisation=code.organisation),
        }

    def _refreshed(self, refresh_token: str) -> Json:
        access = self.refresh_tokens.pop(refresh_token, None)
        if access is None or self.issued[access].revoked:
            return {"error": "invalid_refresh_token"}
        self.used_refresh_tokens.append(refresh_token)
        old = self.issued[access]
        return self._issue(old.team, organisation=old.organisation)

    def _issue(self, team: str, *, organisation: bool) -> Json:
        kind = "xoxe.xoxb" if self.rotates else "xoxb"
        access = self.fresh(f"{kind}-{team}-")
        expires_at = self.now() + TOKEN_LIVES if self.rotates else None
        self.issued[access] = _Issued(team, organisation, expires_at)
        self._serve(access, team, organisation=organisation)
        told: Json = {"access_token": access, "token_type": "bot"}
        if self.rotates:
            refresh = self.fresh(f"xoxe-1-{team}-")
            self.refresh_tokens[refresh] = access
            told |= {"refresh_token": refresh, "expires_in": int(TOKEN_LIVES.total_seconds())}
        return told

    def _serve(self, token: str, team: str, *, organisation: bool) -> None:
        teams = self.organisations[team].teams if organisation else [team]
        served = [self.teams[each] for each in teams]
        people = {user: facts for each in served for user, facts in each.people.items()}
        channels = tuple(channel for each in served for channel in each.channels)
        self.add(Workspace(team, token, f"UBOT{team}", people, channels, {"SDESK": ["UANA"]}))

    def _auth_test(self, workspace: Workspace, args: Json) -> Json:
        if workspace.team in self.organisations:
            return {"enterprise_id": workspace.team, "user_id": workspace.bot_user}
        return super()._auth_test(workspace, args)

    def _auth_teams_list(self, workspace: Workspace, args: Json) -> Json:
        """Return one workspace a page, as if there were very many."""
        teams = self.organisations[workspace.team].teams
        number = int(str(args.get("cursor") or "0"))
        following = str(number + 1) if number + 1 < len(teams) else ""
        page = [{"id": each} for each in teams[number : number + 1]]
        return {"teams": page, "response_metadata": {"next_cursor": following}}

    def _usergroups_users_list(self, workspace: Workspace, args: Json) -> Json:
        if workspace.team in self.organisations and "team_id" not in args:
            return {"error": "missing_argument"}
        return super()._usergroups_users_list(workspace, args)
