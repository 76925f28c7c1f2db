"""What an operator can set: environment variables ``CARELOOP_*``, or a file ``.env``."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.addresses import is_address
from bot.config.field_types import (
    AzureId,
    Engine,
    Hosts,
    Names,
    OwnFile,
    TeamsCloud,
    Tenants,
    Url,
    Zone,
    stripped,
)
from handlers.domain.retention import KEEP_NOTES

PREFIX = "CARELOOP_"
ENV_FILE = Path(".env")
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


class Settings(BaseSettings):
    """Every setting, with its default; the descriptions make docs/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    database_url: str = Field(
        "sqlite:///data/careloop.db",
        description="`sqlite:///FILE`, relative to the working directory, or `postgresql://…`.",
    )
    sqlite_sync: Literal["FULL", "NORMAL"] = Field(
        "FULL",
        description="SQLite's `synchronous`. NORMAL is faster and survives a crash, "
        "but may forget the last moment when the power fails.",
    )
    engine: Engine = Field(
        Engine.AUTO,
        description="Who visits the lanes, the queues of the channels: auto, embedded or pgqueuer. "
        "auto: pgqueuer with PostgreSQL where `careloop[cluster]` is installed, else embedded.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much to log: debug, info, warning or error."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How a line of the log is written: text, to read, or json, to collect."
    )
    metrics_port: int = Field(
        0, ge=0, le=65535, description="Port of `/metrics`, for Prometheus; 0: there is none."
    )
    metrics_host: str = Field(
        "127.0.0.1",
        description="Address of `/metrics`; keep it where nobody but your collector can ask.",
    )
    playground: Literal["auto", "on", "off"] = Field(
        "auto",
        description="The local page. auto: on only while no platform is configured.",
    )
    content: Path | None = Field(
        None, description="Folder with a pack of your own; it adds to the shipped one."
    )
    admins: Names = Field(
        (),
        description="User ids of the administrators, with commas between them. None: the "
        "admins of the Slack workspace.",
    )
    zone: Zone = Field(
        "UTC", description="Time zone of a workspace that hasn't set one, such as Europe/Rome."
    )
    notes_days: int = Field(
        KEEP_NOTES.days,
        ge=1,
        le=3650,
        description="Days after the last press after which a complaint and its notes are deleted.",
    )

    turns_person: int = Field(
        60,
        ge=0,
        le=1_000_000,
        description="Turns (lines, presses, forms) of one person: as many at once, and as many "
        "a minute; 0: no limit. Danger and the way back to a complaint are never held up.",
    )
    turns_workspace: int = Field(
        50,
        ge=0,
        le=1_000_000,
        description="Turns of one workspace a second, as the one before; 0: no limit.",
    )

    public_url: str = Field(
        "", description="Where the platforms reach us, such as https://careloop.example.org."
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Encrypts the tokens that are stored; `careloop keys new` makes one. Several, "
        "with commas between them: the first one encrypts.",
    )
    secret_key_file: Path | None = Field(
        None,
        description="File with the key or keys instead, one a line; it is read again when it is "
        "needed, so a key can be replaced while processes run.",
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="Slack: proves that a request is Slack's; for HTTP mode."
    )
    slack_bot_token: SecretStr = Field(
        SecretStr(""), description="Slack: the bot's token, `xoxb-…`."
    )
    slack_client_id: str = Field(
        "",
        description="Slack: the app's client id, for many workspaces that install the bot by a "
        "click at `/slack/install`; instead of a bot token.",
    )
    slack_client_secret: SecretStr = Field(
        SecretStr(""), description="Slack: the app's client secret, beside the client id."
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="Slack: the app-level token, `xapp-…`; it turns Socket Mode on."
    )
    slack_api_url: Url = Field(
        "https://slack.com/api/", description="Slack: address of the Web API; tests set another."
    )
    slack_prefix: str = Field(
        "",
        pattern=r"^[a-z0-9_-]{0,12}$",
        description="Slack: put before each command, so that `acme-` makes `/acme-complaint`.",
    )
    teams_app_id: AzureId = Field("", description="Teams: the bot's app id.")
    teams_app_password: SecretStr = Field(
        SecretStr(""), description="Teams: the bot's client secret."
    )
    teams_certificate: OwnFile = Field(
        None,
        description="Teams: PEM file with a certificate of the bot and its key, instead of a "
        "secret; it is read again when it changes.",
    )
    teams_certificate_key: OwnFile = Field(
        None, description="Teams: PEM file with the key, where it is not in the same file."
    )
    teams_tenant_id: AzureId = Field(
        "", description="Teams: the tenant that a single-tenant bot belongs to."
    )
    teams_tenants: Tenants = Field(
        (),
        description="Teams: ids of the tenants that may use the bot, with commas between them, or "
        "`*` for all. None: that of `CARELOOP_TEAMS_TENANT_ID`, or all where it is empty.",
    )
    teams_cloud: TeamsCloud = Field(
        TeamsCloud.PUBLIC,
        description="Teams: the cloud that the organisation is in: public, gcc, gcc-high, dod or "
        "china. The next four follow from it where they are empty.",
    )
    teams_openid_url: Url = Field(
        "", description="Teams: where the keys of incoming tokens are found; tests set another."
    )
    teams_issuer: Url = Field("", description="Teams: who makes out the incoming tokens.")
    teams_token_url: Url = Field(
        "", description="Teams: where we get our token; empty: the cloud's, by tenant."
    )
    teams_scope: Url = Field("", description="Teams: what our token is asked for.")
    teams_service_hosts: Hosts = Field(
        (), description="Teams: further hosts that may be answered to, with commas between them."
    )
    teams_anonymous: bool = Field(
        default=False,
        description="Teams: take requests without a token; on this machine only, to try it.",
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _names_its_driver(cls, value: str) -> str:
        scheme, colon, rest = value.partition("://")
        name = scheme.partition("+")[0]
        if not colon or name not in _DRIVERS:
            raise ValueError("is not sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
        if name == "sqlite" and not rest.lstrip("/"):
            raise ValueError("names no file; write sqlite:///data/careloop.db")
        if name == "sqlite" and ":memory:" in rest:
            raise ValueError("keeps nothing over a restart; name a file instead")
        return f"{_DRIVERS[name]}://{rest}"

    @field_validator("content", mode="before")
    @classmethod
    def _is_a_folder(cls, value: object) -> object:
        if value in ("", None):
            return None
        if not Path(str(value)).is_dir():
            raise ValueError("is not a folder; make it, or leave the setting out")
        return value

    @field_validator("secret_key_file", mode="before")
    @classmethod
    def _may_be_empty(cls, value: object) -> object:
        return value or None

    @field_validator("public_url")
    @classmethod
    def _is_https(cls, value: str) -> str:
        if value and not is_address(value, ("https", "http")):  # http: this machine only
            raise ValueError("is not an address such as https://careloop.example.org")
        return value.rstrip("/")

    @field_validator(
        "slack_signing_secret",
        "slack_bot_token",
        "slack_app_token",
        "slack_client_id",
        "slack_client_secret",
        "secret_key",
        "teams_app_password",
        mode="before",
    )
    @classmethod
    def _has_no_blanks(cls, value: object) -> object:
        return stripped(value)

    @field_validator("slack_client_id")
    @classmethod
    def _is_a_client_id(cls, value: str) -> str:
        if not re.fullmatch(r"[0-9A-Za-z.]{0,64}", value):
            raise ValueError("is not a client id as Basic Information shows it: 123.456")
        return value

    @property
    def on_loopback(self) -> bool:
        """Tell whether only this machine can reach us."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def sqlite_file(self) -> Path | None:
        """Return the database file, or None when it isn't SQLite."""
        scheme, _, rest = self.database_url.partition(":///")
        return Path(rest.partition("?")[0]) if scheme.startswith("sqlite") else None

    @property
    def playground_on(self) -> bool:
        """Tell whether the local page is served."""
        if self.playground == "auto":
            return not self.slack_on and not self.teams_on
        return self.playground == "on"

    @property
    def clock_movable(self) -> bool:
        """Tell whether the playground may set its clock ahead: only while it is alone."""
        return self.playground_on and not self.slack_on and not self.teams_on

    @property
    def slack_on(self) -> bool:
        """Tell whether Slack is configured."""
        return bool(self.slack_bot_token.get_secret_value()) or self.slack_oauth_on

    @property
    def slack_oauth_on(self) -> bool:
        """Tell whether workspaces install the bot by themselves."""
        secret = self.slack_client_secret.get_secret_value()
        return bool(self.slack_client_id and secret and not self.slack_bot_token.get_secret_value())

    @property
    def has_keys(self) -> bool:
        """Tell whether there is something that encrypts."""
        return bool(self.secret_key.get_secret_value() or self.secret_key_file)

    @property
    def teams_on(self) -> bool:
        """Tell whether Teams is configured, be it in part."""
        return bool(self.teams_app_id) or self.teams_anonymous
