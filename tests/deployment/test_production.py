"""The production installation, asked from outside as the proxy and the people behind it ask; saved and restored."""

import io
import json
import subprocess
import tarfile
import time
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from hetian_titles.proxy import ClientAddressMiddleware
from tests import services
from tests.deployment.servers import HOST, json_lines

FROM_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
ID_NUMBER = "11010519491231002X"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Lets a redirect be seen instead of following it."""

    def redirect_request(self, *_arguments):
        return None


def get(production, path, headers=FROM_PROXY) -> tuple[int, HTTPMessage, str]:
    """Give status, headers and text of `path`, asked with `headers` as the proxy sends them."""
    request = urllib.request.Request(f"http://127.0.0.1:{production.port}{path}", headers=headers)
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def test_django_has_nothing_to_warn_of(production):
    """Set-up: `check --deploy` is clean, with every warning counted as a failure."""
    checked = production.run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_the_home_page_is_served_strictly(production):
    """C42, set-up: the public home page, from PostgreSQL, with HSTS and a policy without `unsafe-*`."""
    status, headers, text = get(production, "/")
    assert status == 200, text
    assert "和田地区" in text
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-" not in headers["Content-Security-Policy"]


def test_the_style_sheet_is_served_for_ever(production):
    """Set-up: static files carry a digest in their name and may be kept by the browser."""
    manifest = json.loads((production.place / "static" / "staticfiles.json").read_text())
    name = next(
        hashed for plain, hashed in manifest["paths"].items() if plain.endswith(".css") and "admin" not in plain
    )
    status, headers, _text = get(production, f"/static/{name}")
    assert status == 200
    assert "immutable" in headers["Cache-Control"]


def test_plain_http_is_sent_to_tls(production):
    """Set-up: who comes without TLS is redirected; the health check alone is answered."""
    status, headers, _text = get(production, "/", {"Host": HOST})
    assert (status, headers["Location"]) == (301, f"https://{HOST}/")
    assert get(production, "/healthz", {"Host": HOST})[0] == 200


def test_a_foreign_host_is_refused(production):
    """Set-up: a request for another host gets 400."""
    assert get(production, "/", {**FROM_PROXY, "Host": "evil.example"})[0] == 400


def test_cookies_travel_by_tls_only(production):
    """Set-up: the cookie of the sign-in form is bound to this host and to TLS."""
    status, headers, _text = get(production, "/account/sign-in/")
    cookies = headers.get_all("Set-Cookie") or []
    assert status == 200
    assert any(cookie.startswith("__Host-csrf=") for cookie in cookies)
    assert all("Secure" in cookie for cookie in cookies)


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("10.9.8.7, 198.51.100.7", "198.51.100.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("<script>", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_caller_is_whom_the_proxy_saw(header, address):
    """C44: the address kept with every decision is the last one of the header; what the caller claims is not believed."""
    seen = []
    middleware = ClientAddressMiddleware(
        lambda request: seen.append(request.META["REMOTE_ADDR"]) or HttpResponse()
    )
    middleware(RequestFactory().get("/", headers={"X-Forwarded-For": header}))
    assert seen == [address]


WRITE_AND_READ = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
import urllib.request, urllib.error
name = default_storage.save("probe/学历证书.pdf", ContentFile("真".encode() * 700_000))
address = default_storage.url(name)
print(default_storage.open(name).read() == "真".encode() * 700_000)
print(urllib.request.urlopen(address).status)
try:
    urllib.request.urlopen(address.replace("X-Amz-Signature=", "X-Amz-Signature=0"))
except urllib.error.HTTPError as error:
    print(error.code)
"""


def test_an_upload_comes_back_from_the_s3_server(production):
    """Set-up: what is stored is read back; its address works signed and not with another signature."""
    assert production.shell(WRITE_AND_READ).split() == ["True", "200", "403"]


WRITE_ONLY = """
from django.core.files.storage import default_storage
from botocore.exceptions import ClientError
try:
    default_storage.connection.meta.client.put_object(Bucket="portal", Key="probe/x", Body=b"x")
except ClientError as error:
    print(error.response["Error"]["Code"])
else:
    print("stored")
"""


def test_the_s3_server_checks_who_signs(production):
    """Set-up: with the right key it is stored, with a wrong one refused, so the test above proves the signature."""
    assert production.shell(WRITE_ONLY) == "stored"
    wrong = {"S3_SECRET_KEY_FILE": "/nowhere", "S3_SECRET_KEY": "wrong"}
    assert production.shell(WRITE_ONLY, **wrong) == "SignatureDoesNotMatch"


QUEUE_AND_WAIT = """
import time
from campaigns.models import Download
from campaigns.tasks import make_waiting_downloads
make_waiting_downloads.delay()
end = time.monotonic() + 60
while Download.objects.filter(file="").exists() and time.monotonic() < end:
    time.sleep(0.3)
first = Download.objects.order_by("pk").first()
print(first.file.read(5).decode(), Download.objects.filter(file="").count(), first.file.size == first.size)
"""


def test_a_task_goes_through_redis_into_the_paper_queue(production):
    """Set-up: one worker takes the task and queues others, the paper worker typesets, the PDF lies on the S3 server."""
    assert production.shell(QUEUE_AND_WAIT).split() == ["%PDF-", "0", "True"]
    assert "make_waiting_downloads" in production.log("default")
    assert "succeeded" in production.log("paper")


FACES = """
from django.conf import settings
from documents.fonts import own_faces, song_faces
folder = settings.PAPER_FONTS
print(*(file.stem for _face, file in own_faces(folder) + song_faces(folder)))
"""


def test_papers_are_set_in_the_faces_that_the_set_up_fetched(production):
    """C46, C47: 仿宋, 楷体, 小标宋 and 宋体, in polygons, come before Noto without anybody naming a folder."""
    names = ("FandolFang", "FandolKai", "FandolSong-Bold", "PaperSong", "PaperSong-Bold")
    assert production.shell(FACES).split() == [f"{name}-Polygon" for name in names]


USE_AN_UPLOADED_FACE = """
import io
from django.utils import timezone
from accounts.acting import Act
from accounts.enums import Role
from campaigns.models import Download
from review.services.faces import checked, keep_face, use_face
from tests.documents.typefaces import own
from tests.factories import officer_of
member = officer_of("title-office", role=Role.TITLE_OFFICER)
act = Act(at=timezone.now(), user=member.user, membership=member)
file = keep_face("fang", "单位的仿宋.otf", checked(io.BytesIO(own())), act=act)
use_face("fang", file, instead_of={}, act=act)
Download.objects.update(file="")
print(file.postscript)
"""
EMBEDDED = """
from campaigns.models import Download
from tests.documents.typefaces import embedded
print(*sorted({name for download in Download.objects.all() for name in embedded(download.file.read())}))
"""


def test_a_face_uploaded_by_the_office_reaches_the_paper_worker_by_the_s3_server(production):
    """Part 6 of the papers: kept on the server by whoever uploads it, fetched by what sets papers."""
    assert production.shell(USE_AN_UPLOADED_FACE) == "OfficeFang-Regular"
    assert production.shell(QUEUE_AND_WAIT).split() == ["%PDF-", "0", "True"]
    names = production.shell(EMBEDDED).split()
    assert "OfficeFang-Regular" in names
    assert "FandolFang-Polygon" not in names


def test_beat_lets_the_sweep_run(production):
    """Set-up: beat sends what is due, a worker does it."""
    production.wait_for_log("beat", "Sending due task sweep", 90)
    production.wait_for_log("default", "applications.tasks.sweep", 30)
    end = time.monotonic() + 30
    while not any(
        "succeeded" in str(line["event"]) and "sweep" in str(line["event"]) for line in logged(production)
    ):
        assert time.monotonic() < end, production.log("default")[-3000:]
        time.sleep(0.3)


def logged(production):
    """Give what the default worker logged so far, after its banner."""
    return json_lines("\n".join(line for line in production.log("default").splitlines() if line.startswith("{")))


@pytest.mark.parametrize("process", ["web", "worker", "beat"])
def test_health_checks_tell_a_working_process_from_none(production, process):
    """Set-up: the compose file's health checks pass here, and fail where the process is not."""
    running = {"WORKER_NAME": "default@test"}
    elsewhere = {
        "BIND": "127.0.0.1:1",
        "WORKER_NAME": "nobody@test",
        "BEAT_SCHEDULE": str(production.place / "no" / "schedule"),
    }
    assert asked_as_docker_asks(production, process, running) == 0
    assert asked_as_docker_asks(production, process, elsewhere) == 1


def asked_as_docker_asks(production, process: str, env: dict[str, str]) -> int:
    """Give the last status of a health check: only the third failure in a row makes a container unhealthy."""
    for _attempt in range(3):
        status = production.run("-m", "scripts.healthy", process, **env).returncode
        if status == 0:
            break
    return status


def test_the_views_are_there_before_the_web_forks(production):
    """Set-up: nobody's first request to a worker waits until the views are imported."""
    loaded = 'import sys, hetian_titles.wsgi; print("hetian_titles.urls" in sys.modules)'
    assert production.run("-c", loaded).stdout.strip() == "True"


def test_the_log_holds_no_id_number(production):
    """Personal data: a number in an address is masked before it is written, every line is one JSON object."""
    assert get(production, f"/{ID_NUMBER}/")[0] == 404
    production.wait_for_log("web", "110***********002X", 10)
    assert ID_NUMBER not in production.log("web")
    assert json_lines(production.log("web"))


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "S3_SECRET_KEY"])
def test_nothing_starts_without_its_secrets(production, name):
    """Set-up: a missing secret stops the start and is named."""
    done = production.run("manage.py", "check", **{f"{name}_FILE": "/nowhere"})
    assert done.returncode != 0
    assert f"Give the secret {name}" in done.stderr


def test_a_second_release_changes_nothing(production):
    """Set-up: the preparations run before every start; what the office edited stays."""
    code = "from campaigns.models import Campaign; print({})"
    edit = "Campaign.objects.filter(key='2025').update(name='改过的名称')"
    production.shell(code.format(edit))
    assert production.run("-m", "scripts.release").returncode == 0
    assert production.shell(code.format("Campaign.objects.get(key='2025').name")) == "改过的名称"


# What docs/production.md says of backups, done: the database by pg_dump, the files by scripts.files

COUNT = """
from campaigns.models import Campaign, Reason, Slot
print(Campaign.objects.count(), Reason.objects.count(), Slot.objects.count())
"""
STORE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
for number in range(3):
    default_storage.save(f"backup/证书{number}.pdf", ContentFile(b"%PDF-" + bytes(300_000 * number)))
default_storage.save("pieces/0123/000000000", ContentFile(b"%PDF-"))
print("stored")
"""
LOSE = """
from django.core.files.storage import default_storage
default_storage.bucket.Object("backup/证书2.pdf").delete()
print(default_storage.exists("backup/证书2.pdf"))
"""
READ = """
from django.core.files.storage import default_storage
whole = default_storage.open("backup/证书2.pdf").read() == b"%PDF-" + bytes(600_000)
print(whole, default_storage.bucket.Object("backup/证书2.pdf").content_type)
"""


def program(name: str) -> str:
    """Give the path of a program of PostgreSQL's."""
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return services.find_program(name, *bins)


def names_in(archive: bytes) -> set[str]:
    """Give the names in a tar archive."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        return set(opened.getnames())


def test_the_database_comes_back_from_its_dump(production):
    """Going to production: a dump restored into an empty database gives the same campaign, triggers included."""
    url = production.env["DATABASE_URL"]
    other = url.rpartition("/")[0] + "/restored"
    dumped = subprocess.run([program("pg_dump"), "-Fc", url], capture_output=True, check=True).stdout
    subprocess.run([program("psql"), "-q", url, "-c", "CREATE DATABASE restored"], check=True)
    restore = [program("pg_restore"), "-d", other, "--clean", "--if-exists", "--no-owner", "--exit-on-error"]
    subprocess.run(restore, input=dumped, check=True)
    assert production.shell(COUNT, DATABASE_URL=other) == production.shell(COUNT)
    triggers = [program("psql"), "-At", "-c", "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"]
    before, after = (
        subprocess.run([*triggers, each], capture_output=True, check=True).stdout for each in (url, other)
    )
    assert before == after != b"0\n"


def test_the_files_come_back_from_their_archive(production):
    """Going to production: what is lost is stored again with its bytes and its type; what is there stays."""
    assert production.shell(STORE) == "stored"
    saved = production.pipe("-m", "scripts.files", "save")
    assert {f"backup/证书{number}.pdf" for number in range(3)} <= names_in(saved)
    assert not [name for name in names_in(saved) if name.startswith("pieces/")]
    assert production.shell(LOSE) == "False"
    production.pipe("-m", "scripts.files", "load", given=saved)
    assert production.shell(READ).split() == ["True", "application/pdf"]


def test_a_day_without_new_files_saves_none(production):
    """Going to production: `--since` leaves out what an earlier archive holds."""
    saved = production.pipe("-m", "scripts.files", "save", "--since", "2999-01-01")
    assert names_in(saved) == set()
