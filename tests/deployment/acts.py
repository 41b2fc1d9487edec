"""What a test has done inside an installation, through the services themselves; plain data in and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import redis
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.enums import DeliveryStatus, Role
from accounts.models import Delivery, Division, Employer, Message, User
from accounts.services.messages import tell
from applications.enums import (
    BlindStatus,
    CheckStatus,
    ItemStatus,
    PaperKind,
    PaperStatus,
    PartStatus,
    RunStatus,
    SectionKey,
    State,
)
from applications.models import (
    Application,
    BlindCopy,
    Check,
    Material,
    Paper,
    PrintPart,
    PrintRun,
    Reminder,
    Sheaf,
    StoredFile,
)
from applications.services import blinding, checks
from applications.services.materials import storage_path
from applications.services.papers import make, request_paper
from campaigns.enums import ExaminationKind
from campaigns.models import Download, Examination, Window
from campaigns.services import examinations
from campaigns.signals import one_revision
from campaigns.tasks import make_download
from documents import digest, store
from documents.specimens.daily import conduct
from hetian_titles.celery import app
from review.services import printing
from tests import factories, stories
from tests.review.after.world import moment, officer
from tests.review.printing.made import asked, printable, waiting

# What is to be done


def say(address: str) -> int:
    """Tell a person with this address something; give the delivery."""
    someone = factories.person(email=address)
    message = tell(someone, key=f"said:{someone.pk}", subject="标题", body="内容", at=timezone.now())
    assert message
    return message.deliveries.get().pk


def ask_for_paper() -> int:
    application = factories.application()
    return request_paper(PaperKind.CONDUCT, conduct(False), at=timezone.now(), application=application).pk


def ask_for_check(mark: str) -> int:
    """Ask for a look at a page of its own: a blank one, followed by `mark`."""
    material = _material("id_card", mark)
    checks.ask(material, at=material.uploaded_at)
    return material.checked.pk


def ask_for_copy(mark: str) -> int:
    """Ask for the blind copy of such a page, which was masked before it came."""
    material = _material("diploma", f"copy {mark}")
    blinding.ask(material.application_id, at=material.uploaded_at)
    return material.blind.pk


def _material(slot: str, mark: str) -> Material:
    data, at = stories.picture() + mark.encode(), timezone.now()
    sha256 = digest.of_bytes(data)
    path = store.keep(storage_path(sha256), data)
    file = StoredFile.objects.create(sha256=sha256, path=path, size=len(data), kind="png", pages=1, stored_at=at)
    application = factories.application(State.DRAFT)
    named = {"slot_key": slot, "name": "scan.png", "order": 1, "uploaded_by": application.applicant}
    return Material.objects.create(
        application=application, file=file, uploaded_at=at, masked_declared=True, **named
    )


def ask_for_run() -> int:
    """Ask for a print run of two cases whose papers are there."""
    act = moment(officer("title-office", Role.TITLE_OFFICER), timezone.now())
    return asked(printable(2), act)[0].pk


def ask_for_binding() -> int:
    """Ask for one whose only part is printed."""
    run = ask_for_run()
    assert printing.make_part(part_of(run), clock=timezone.now)
    return run


def ask_for_forms() -> int:
    """Ask for one of two cases whose forms nobody has set."""
    act = moment(officer("title-office", Role.TITLE_OFFICER), timezone.now())
    return asked(waiting(2), act)[0].pk


def part_of(run: int) -> int:
    return PrintPart.objects.get(run=run).pk


def ask_for_examination() -> int:
    admin = factories.person(is_staff=True, is_superuser=True)
    return examinations.ask(kind=ExaminationKind.INVARIANTS, by=admin, at=timezone.now()).pk


@contextmanager
def _dead_after_the_commit() -> Iterator[None]:
    """Do nothing of what was to follow the commit, as a process that is killed there."""
    with transaction.atomic():
        yield
        connection.run_on_commit.clear()


def forgotten(address: str) -> dict[str, int]:
    """Ask for one of each; nobody comes to put them into the queue."""
    with _dead_after_the_commit():
        return {
            "delivery": say(address),
            "paper": ask_for_paper(),
            "check": ask_for_check(address),
            "copy": ask_for_copy(address),
            "run": ask_for_run(),
            "bound": ask_for_binding(),
            "forms": ask_for_forms(),
            "examination": ask_for_examination(),
        }


def return_two(hours_ago: int, addresses: list[str]) -> list[int]:
    """Give two applications that were returned so many hours ago; their people can be reached at `addresses`."""
    at = timezone.now() - timedelta(hours=hours_ago)
    people = [factories.person(email=address) for address in addresses]
    return [factories.application(State.RETURNED, at=at, applicant=someone).pk for someone in people]


def queue(task: str, *args: Any) -> None:
    """Put a task into the queue as beat or a service does."""
    app.send_task(task, args)


def blank_forms() -> list[int]:
    """Give the blank forms that nobody has made yet."""
    return list(Download.objects.filter(file="").order_by("pk").values_list("pk", flat=True))


def time_passes() -> None:
    """Let an hour pass for whatever waits, and let the broker hand out again what no worker has acknowledged."""
    hour = timedelta(hours=1)
    Delivery.objects.filter(status="waiting").update(due_at=F("due_at") - hour)
    papers = Paper.objects.filter(status=PaperStatus.WAITING)
    papers.filter(claimed_at=None).update(created_at=F("created_at") - hour)
    papers.update(claimed_at=F("claimed_at") - hour)
    for looks in (
        Check.objects.filter(status=CheckStatus.WAITING),
        BlindCopy.objects.filter(status=BlindStatus.WAITING),
        PrintPart.objects.filter(status=PartStatus.WAITING),
        PrintRun.objects.filter(status=RunStatus.WAITING),
    ):
        looks.update(claimed_at=F("claimed_at") - hour, created_at=F("created_at") - hour)
    Sheaf.objects.update(created_at=F("created_at") - hour)
    asked = Examination.objects.filter(finished_at=None)
    asked.update(started_at=F("started_at") - hour, asked_at=F("asked_at") - hour)
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        for tag in broker.zrange("unacked_index", 0, -1):
            broker.zadd("unacked_index", {tag: 0})


def forget_everything() -> None:
    """Empty Redis, the broker and the cache both."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.flushall()


# What has become of it


def registered() -> list[str]:
    app.loader.import_default_modules()
    return sorted(name for name in app.tasks if not name.startswith("celery."))


def schedule() -> list[str]:
    return sorted(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())


def delivery(pk: int) -> dict[str, Any]:
    row = Delivery.objects.get(pk=pk)
    return {"status": row.status, "attempts": row.attempts, "error": row.error}


def paper(pk: int) -> dict[str, Any]:
    row = Paper.objects.get(pk=pk)
    return {"status": row.status, "attempts": row.attempts, "files": _files("papers", f"{row.code}-")}


def check(pk: int) -> dict[str, Any]:
    row = Check.objects.get(pk=pk)
    said = {"status": row.status, "attempts": row.attempts, "error": row.error, "pages": len(row.pages)}
    return said | {"kept": _files("sights", row.material.file.sha256)}


def copy(pk: int) -> dict[str, Any]:
    row = BlindCopy.objects.get(pk=pk)
    is_there = bool(row.path) and default_storage.exists(row.path)
    return {"status": row.status, "attempts": row.attempts, "error": row.error, "is_there": is_there}


def print_run(pk: int) -> dict[str, Any]:
    row = PrintRun.objects.get(pk=pk)
    is_there = bool(row.file) and default_storage.exists(row.file.name)
    printed = row.items.filter(status=ItemStatus.PRINTED).count()
    return {"status": row.status, "error": row.error, "printed": printed, "is_there": is_there}


def forms_of(pk: int) -> dict[str, Any]:
    """Give a run with its forms: how often each was tried, how many are set, and what files they lie in together."""
    forms = Paper.objects.filter(application__in=PrintRun.objects.get(pk=pk).items.values("application"))
    return print_run(pk) | {
        "attempts": sorted(forms.values_list("attempts", flat=True)),
        "set": forms.filter(status__in=(PaperStatus.READY, PaperStatus.TOGETHER)).count(),
        "empty": Sheaf.objects.filter(papers=None).count(),
        "lost": _files("sheaves", "") - Sheaf.objects.count(),
    }


def digest_of(pk: int) -> str:
    return Check.objects.get(pk=pk).material.file.sha256


def code_of(pk: int) -> str:
    return Paper.objects.get(pk=pk).code


def download(pk: int) -> dict[str, Any]:
    row = Download.objects.get(pk=pk)
    return {"made": bool(row.file), "files": _files("downloads", f"{row.campaign_id}-{row.form}-")}


def _files(folder: str, prefix: str) -> int:
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    return sum(name.startswith(prefix) for name in names)


def examination(pk: int) -> dict[str, Any]:
    row = Examination.objects.get(pk=pk)
    return {"finished": row.finished_at is not None, "failed": row.failed, "attempts": row.attempts}


def cases(pks: list[int]) -> list[dict[str, Any]]:
    return [
        {
            "state": row.state,
            "events": row.events.count(),
            "papers": row.papers.count(),
            "reminders": Reminder.objects.filter(application=row).count(),
            "messages": Message.objects.filter(user=row.applicant).count(),
        }
        for row in Application.objects.filter(pk__in=pks).order_by("pk")
    ]


def told_of_breaches() -> int:
    """Give how many people were told what a night's check found."""
    return Message.objects.filter(key__startswith="invariants:").values("user").distinct().count()


def unfinished() -> int:
    """Give how much there is that a worker should do."""
    return (
        Delivery.objects.filter(status=DeliveryStatus.WAITING).count()
        + Paper.objects.filter(status=PaperStatus.WAITING).count()
        + Check.objects.filter(status=CheckStatus.WAITING).count()
        + BlindCopy.objects.filter(status=BlindStatus.WAITING).count()
        + PrintRun.objects.filter(status__in=(RunStatus.MAKING, RunStatus.WAITING)).count()
        + Examination.objects.filter(finished_at=None).count()
        + Download.objects.filter(file="").count()
        + Application.objects.filter(state=State.RETURNED, reminders=None).count()
    )


def queued(name: str) -> int:
    """Give how many tasks wait in a queue."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        return int(broker.llen(name))


def unacknowledged() -> int:
    """Give how many tasks a worker has taken and not acknowledged."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        return int(broker.zcard("unacked_index"))


# What people at a screen have there


def open_for_filing() -> None:
    """Move the campaign's dates so that today is a day on which people file."""
    shift = timezone.now() - stories.SUBMITTED
    with one_revision():
        for window in Window.objects.all():
            window.opens_at = window.opens_at and window.opens_at + shift
            window.closes_at += shift
            window.save()


def _session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend="accounts.backends.NumberBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def draft() -> dict[str, Any]:
    """Give a draft that is ready to be submitted, and the session of its applicant."""
    before = timezone.now() - timedelta(hours=1)
    application = stories.filled(stories.drafted(at=before), at=before)
    return {
        "id": application.pk,
        "number": application.number,
        "name": application.applicant.name,
        "session": _session_of(application.applicant),
        "material": application.materials.get(slot_key="photo").pk,
    }


def stands(pk: int) -> dict[str, Any]:
    """Give what stands of an application in the database and in the store of files."""
    row = Application.objects.get(pk=pk)
    return {
        "state": row.state,
        "receipts": row.receipts.count(),
        "events": row.events.count(),
        "summary": row.sections.get(key=SectionKey.SUMMARY).data,
        "revision": row.sections.get(key=SectionKey.SUMMARY).revision,
        "materials": row.materials.count(),
        "stored": StoredFile.objects.count(),
    }


def set_paper(pk: int) -> bool:
    return make(pk, at=timezone.now())


def set_blank_form(pk: int) -> bool:
    return make_download(pk)


def stranger() -> dict[str, Any]:
    """Give the session of a person who has nothing yet, and the county where he works."""
    return {"session": _session_of(factories.person()), "division": Division.objects.get(key="hetian-shi").pk}


def employers() -> int:
    return Employer.objects.count()
