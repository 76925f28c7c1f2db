"""Kinds of values that several settings share, with what is said of one that isn't of its kind."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from bot.config.addresses import is_address

EVERY_TENANT = "*"


class Engine(StrEnum):
    """Who visits the lanes; which of them it is follows in bot/config/engine.py."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    PGQUEUER = "pgqueuer"


class TeamsCloud(StrEnum):
    """Where an organisation's Teams is run; what follows of it is in bot/teams/clouds.py."""

    PUBLIC = "public"
    GCC = "gcc"
    GCC_HIGH = "gcc-high"
    DOD = "dod"
    CHINA = "china"


def split(value: object) -> object:
    """Return what stands between commas; anything but text as it is."""
    if isinstance(value, str):
        return tuple(each.strip() for each in value.split(",") if each.strip())
    return value


def stripped(value: object) -> object:
    """Return text without blanks around it, as they come along when one copies."""
    return value.strip() if isinstance(value, str) else value


def is_zone(name: str) -> bool:
    """Tell whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return bool(name)


def _is_a_zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError("is not a time zone; write one such as Europe/Rome")
    return value


def _or_none(value: object) -> object:
    return stripped(value) or None


def _is_reachable(value: str) -> str:
    if value and not is_address(value, ("https", "http")):
        raise ValueError("is not an address that begins with https://")
    return value


def _is_an_id(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.-]*", value):
        raise ValueError("is not an id as Azure shows it: letters, digits and -")
    return value


def _are_tenants(value: tuple[str, ...]) -> tuple[str, ...]:
    if EVERY_TENANT in value and len(value) > 1:
        raise ValueError(f"has {EVERY_TENANT}, which is every tenant, beside others: keep one")
    for each in value:
        if each != EVERY_TENANT and not re.fullmatch(r"[A-Za-z0-9-]+", each):
            raise ValueError(f"has {each}, which is not a tenant's id as Azure shows it, nor *")
    return tuple(each.lower() for each in value)


def _are_hosts(value: tuple[str, ...]) -> tuple[str, ...]:
    for each in value:
        if not re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[::1\](:\d{1,5})?", each):
            raise ValueError(f"has {each}, which is not a host such as example.org or host:3978")
    return tuple(each.lower() for each in value)


OwnFile = Annotated[Path | None, BeforeValidator(_or_none)]
Zone = Annotated[str, AfterValidator(_is_a_zone)]
Url = Annotated[str, BeforeValidator(stripped), AfterValidator(_is_reachable)]
AzureId = Annotated[str, BeforeValidator(stripped), AfterValidator(_is_an_id)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(split)]
Tenants = Annotated[Names, AfterValidator(_are_tenants)]
Hosts = Annotated[Names, AfterValidator(_are_hosts)]
