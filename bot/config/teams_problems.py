"""What is missing of Teams, or contradicts itself, a line for each."""

from datetime import datetime

from bot.config.settings import PREFIX, Settings

# Whoever sets one of these means to connect Teams.
_TELLING = (
    "teams_app_id",
    "teams_app_password",
    "teams_certificate",
    "teams_certificate_key",
    "teams_tenant_id",
    "teams_tenants",
    "teams_cloud",
)
_PASSWORD, _CERTIFICATE = f"{PREFIX}TEAMS_APP_PASSWORD", f"{PREFIX}TEAMS_CERTIFICATE"


def teams_problems(settings: Settings) -> list[str]:
    """Return what keeps the Teams door shut, or nothing where nobody means to open it."""
    if settings.teams_anonymous:
        return _anonymous(settings)
    given = [each for each in _TELLING if _is_given(settings, each)]
    if not given:
        return []
    problems = []
    if not settings.teams_app_id:
        told = ", ".join(f"{PREFIX}{each.upper()}" for each in given)
        problems.append(f"Teams needs {PREFIX}TEAMS_APP_ID, too, beside {told}")
    return problems + _proof(settings)


def certificate_problems(settings: Settings, at: datetime) -> list[str]:
    """Return why the certificate can't be used at a moment; nothing where there is none."""
    if settings.teams_certificate is None:
        return []
    from bot.certificate import CertificateError, CertificateFiles  # noqa: PLC0415 - is seldom used

    try:
        CertificateFiles(settings.teams_certificate, settings.teams_certificate_key).read(at)
    except CertificateError as error:
        return [f"{_CERTIFICATE}: {error}"]
    return []


def _proof(settings: Settings) -> list[str]:
    """Return what is wrong with how we prove who we are: by a secret, or by a certificate."""
    problems = []
    password = _is_given(settings, "teams_app_password")
    certificate = settings.teams_certificate is not None
    if not password and not certificate:
        problems.append(f"Teams needs {_PASSWORD}, or {_CERTIFICATE}, too")
    if password and certificate:
        problems.append(
            f"{_PASSWORD} and {_CERTIFICATE} exclude each other: unset {_PASSWORD} once the "
            "certificate is added to the app in Entra, or else the certificate"
        )
    if settings.teams_certificate_key is not None and not certificate:
        problems.append(f"{_CERTIFICATE}_KEY needs {_CERTIFICATE}, too")
    return problems


def _anonymous(settings: Settings) -> list[str]:
    problems = [
        f"Unset {PREFIX}TEAMS_ANONYMOUS: there is a {PREFIX}{each.upper()}"
        for each in ("teams_app_password", "teams_certificate")
        if _is_given(settings, each)
    ]
    if not settings.on_loopback:
        problems.append(
            f"{PREFIX}TEAMS_ANONYMOUS is for this machine only: set {PREFIX}HOST=127.0.0.1"
        )
    return problems


def _is_given(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name) != Settings.model_fields[name].default)
