"""What stands in deploy/ agrees with the program: routes, ports, settings, users, versions."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
import yaml

from bot.background import DRAIN_TIMEOUT
from bot.config.settings import PREFIX, Settings
from bot.encryption import new_key
from bot.serve.sending import DRAIN
from bot.store.engine.lives import LEAVE_TIMEOUT
from tests.bot.cli.careloop import serving

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
SECRET = "careloop"  # made by hand, as docs/run-it.md says
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "run-it.md").read_text(encoding="utf-8")
SAMPLE = DEPLOY / "careloop.env.example"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
TOLD = {
    "slack_client_id": "123.456",
    "slack_client_secret": "secret",
    "slack_signing_secret": "secret",
    "secret_key": new_key(bytes),
    "teams_app_id": "8d6c1f0e-0000-4000-8000-3f2a51c0ffee",
    "teams_app_password": "secret",
    "public_url": "https://careloop.example.org",
}

NOT_IN_THE_SAMPLE = {
    **dict.fromkeys(("database_url", "log_format"), "the manifests set it"),
    **dict.fromkeys(("host", "port", "playground"), "the image sets it"),
    **dict.fromkeys(("metrics_host", "metrics_port"), "for Kubernetes, which sets it"),
    **dict.fromkeys(
        ("engine", "log_level", "notes_days", "turns_person", "turns_workspace"),
        "has a good default",
    ),
    "sqlite_sync": "of another database",
    "content": "a folder, which an image of one's own brings along",
    "slack_app_token": "Socket Mode wants one process",
    **dict.fromkeys(("slack_prefix", "slack_api_url"), "seldom another"),
    **dict.fromkeys(
        (
            *("teams_cloud", "teams_openid_url", "teams_issuer", "teams_token_url"),
            *("teams_scope", "teams_service_hosts", "teams_anonymous"),
        ),
        "seldom another",
    ),
}


def manifests(kind: str) -> list[dict]:
    """Return what stands in the manifests of one kind."""
    files = (file.read_text(encoding="utf-8") for file in KUBERNETES)
    found = [each for file in files for each in yaml.safe_load_all(file)]
    return [each for each in found if each["kind"] == kind]


def under(value: object, key: str) -> Iterator[object]:
    """Yield what stands under a key anywhere below."""
    if isinstance(value, dict):
        yield from (each for name, each in value.items() if name == key)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from under(each, key)


(DEPLOYMENT,) = manifests("Deployment")
POD = DEPLOYMENT["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
(CONFIG,) = manifests("ConfigMap")
PROXIED = re.findall(
    r"/\S+", re.search(r"@platforms path (.*)", (DEPLOY / "Caddyfile").read_text())[1]
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A bot that workspaces of both platforms could use, none of which can be reached."""
    with serving(tmp_path_factory.mktemp("served"), **TOLD) as server:
        yield server


def is_route(server, path: str) -> bool:
    try:
        return server.get(path)[0] == 200
    except HTTPError as error:
        error.close()
        return error.code != 404


def probes() -> list[str]:
    return [each["path"] for each in under(CONTAINER, "httpGet")]


@pytest.mark.clients
@pytest.mark.parametrize("path", sorted({*probes(), *PROXIED}))
def test_each_path_that_is_asked_for_is_a_route(path, server):
    assert is_route(server, path)
    assert not is_route(server, f"{path}x")


def test_there_is_a_probe_of_each_kind_and_only_the_ready_one_asks_the_database():
    paths = {
        name: CONTAINER[name]["httpGet"]["path"] for name in CONTAINER if name.endswith("Probe")
    }
    assert paths == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }


def test_the_proxies_let_the_same_paths_through():
    (ingress,) = manifests("Ingress")
    assert sorted(under(ingress, "path")) == sorted(PROXIED)
    assert set(under(ingress, "pathType")) == {"Exact"}
    assert re.search(r"@platforms path (.*)", PAGE)[1].split() == PROXIED


def test_every_setting_that_is_named_is_one():
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for file in sorted(each for each in DEPLOY.rglob("*") if each.is_file()):
        named = set(re.findall(rf"\b{PREFIX}[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= known, file


def test_the_sample_names_what_connects_a_platform_or_there_is_a_reason():
    named = set(re.findall(rf"^#?{PREFIX}([A-Z_]+)=", SAMPLE.read_text(), re.MULTILINE))
    assert {each.lower() for each in named} == set(Settings.model_fields) - set(NOT_IN_THE_SAMPLE)


def test_the_sample_can_be_read_before_anything_is_filled_in():
    read = Settings(_env_file=SAMPLE)
    assert (read.slack_on, read.teams_on, read.has_keys) == (False, False, False)
    assert read.secret_key_file is None


def test_files_that_the_sample_names_are_where_both_mount_them():
    folders = {str(Path(each).parent) for each in re.findall(r"=(/\S+)", SAMPLE.read_text())}
    (mount,) = [each for each in CONTAINER["volumeMounts"] if each["name"] == "files"]
    assert folders == {mount["mountPath"]}
    assert f"./secrets:{mount['mountPath']}:ro" in COMPOSE["services"]["careloop"]["volumes"]
    (volume,) = [each for each in POD["volumes"] if each["name"] == "files"]
    assert volume["secret"]["optional"] is True
    assert volume["secret"]["defaultMode"] == 0o440
    assert f"generic {volume['secret']['secretName']} " in PAGE
    assert "secrets/" in (DEPLOY / ".gitignore").read_text().split()


def test_each_backup_is_made_with_the_tools_of_the_server_or_the_docs_say_so():
    services = COMPOSE["services"]
    assert services["backup"]["image"] == services["database"]["image"]
    (job,) = manifests("CronJob")
    assert set(under(job, "image")) == {services["backup"]["image"]}
    assert "set its tag in `backup.yaml`" in PAGE


def test_the_settings_of_the_manifests_can_be_read(monkeypatch):
    told = {**COMPOSE["services"]["careloop"]["environment"], **CONFIG["data"]}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    read = Settings(_env_file=None)
    assert read.sqlite_file is None
    assert read.metrics_port == 9108


def test_ports_are_those_of_the_image():
    exposed = int(re.search(r"^EXPOSE (\d+)", DOCKERFILE, re.MULTILINE)[1])
    assert f"{PREFIX}PORT={exposed}" in DOCKERFILE
    ports = {each["name"]: each["containerPort"] for each in CONTAINER["ports"]}
    assert ports == {"http": exposed, "metrics": int(CONFIG["data"][f"{PREFIX}METRICS_PORT"])}
    assert set(under(CONTAINER, "port")) == {"http"}
    (service,) = manifests("Service")
    assert [each["targetPort"] for each in service["spec"]["ports"]] == ["http"]
    assert f"port {exposed}" in (DEPLOY / "Caddyfile").read_text()


def test_everything_runs_as_the_user_of_the_image_and_writes_nowhere_but_on_volumes():
    user = int(re.search(r"^USER (\d+)", DOCKERFILE, re.MULTILINE)[1])
    pods = [POD, manifests("CronJob")[0]["spec"]["jobTemplate"]["spec"]["template"]["spec"]]
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == user
        assert pod["automountServiceAccountToken"] is False
        for each in pod["containers"]:
            assert each["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            mounted = {volume["name"] for volume in each["volumeMounts"]}
            assert mounted == {volume["name"] for volume in pod["volumes"]}
    ours = COMPOSE["services"]["careloop"]
    assert (ours["read_only"], ours["cap_drop"]) == (True, ["ALL"])


def test_who_is_told_to_end_has_the_time_for_it():
    wait = 5  # s in which requests still come, before SIGTERM
    assert f"sleep({wait})" in str(CONTAINER["lifecycle"])
    takes = DRAIN + 2 * DRAIN_TIMEOUT + LEAVE_TIMEOUT
    assert POD["terminationGracePeriodSeconds"] >= wait + takes + 2
    grace = COMPOSE["services"]["careloop"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) >= takes + 2
    told = {12.0: "twelve"}[DRAIN]
    assert f"then has {told} to finish" in PAGE
    assert f"for {told} seconds at most" in PAGE


def test_while_machines_are_emptied_one_stays():
    (budget,) = manifests("PodDisruptionBudget")
    labels = DEPLOYMENT["spec"]["template"]["metadata"]["labels"]
    assert DEPLOYMENT["spec"]["replicas"] > budget["spec"]["minAvailable"] > 0
    assert COMPOSE["services"]["careloop"]["deploy"]["replicas"] == 2
    (service,), (policy,) = manifests("Service"), manifests("NetworkPolicy")
    for selector in (
        DEPLOYMENT["spec"]["selector"]["matchLabels"],
        budget["spec"]["selector"]["matchLabels"],
        policy["spec"]["podSelector"]["matchLabels"],
        service["spec"]["selector"],
    ):
        assert selector == labels


def test_secrets_are_referred_to_and_never_written_down():
    assert manifests("Secret") == []
    assert {each["name"] for each in under(POD, "secretRef")} == {SECRET}
    (job,) = manifests("CronJob")
    assert [each["name"] for each in under(job, "secretKeyRef")] == [SECRET]
    for service in COMPOSE["services"].values():
        told = service["environment"].items()
        assert all(value.startswith("${") for name, value in told if "PASSWORD" in name)
    told = SAMPLE.read_text(encoding="utf-8")
    assert not re.search(r"^\S*(TOKEN|SECRET|PASSWORD|KEY)=[^\s/]", told, re.MULTILINE)


def test_each_manifest_is_in_the_list_and_of_this_version():
    (listed,) = manifests("Kustomization")
    others = {each.name for each in KUBERNETES} - {"kustomization.yaml"}
    assert set(listed["resources"]) == others
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert listed["images"][0]["newTag"] == version
    assert COMPOSE["services"]["careloop"]["image"] == f"careloop:{version}"
