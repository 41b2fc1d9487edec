"""What docs/production.md says of backups, done: the database by pg_dump, the files by scripts.files."""

import io
import subprocess
import tarfile
from pathlib import Path

from tests import services

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
