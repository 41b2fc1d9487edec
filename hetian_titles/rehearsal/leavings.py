"""What a rehearsal leaves to look at: the papers of one case of each kind as PDF, and every message by day."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db.models import Q

from accounts.models import Message
from accounts.rules.identity import masked_phone
from applications.enums import PaperStatus, State
from applications.models import Application, Paper
from applications.services.papers import make
from campaigns.rules.calendar import BEIJING, day_of
from documents import store
from hetian_titles.rehearsal.cast import Person
from hetian_titles.rehearsal.play import Played
from review.models import Publicity, ResultDocument

#: Ends of which one case each is kept besides one of every profile.
ENDS = (State.REJECTED, State.LAPSED, State.WITHDRAWN, State.FAILED, State.REVOKED)


def leave(played: Played, folder: Path, *, kinds: int) -> None:
    """Fill `folder` anew with `papers/`, of so many kinds of case, and `outbox/`."""
    for name in ("papers", "outbox"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    for place, (name, application) in enumerate(islice(_one_of_each(played), kinds), start=1):
        _set_papers(application, folder / "papers" / f"{place:02}-{name}", played.stage.now)
    _write_messages(folder / "outbox")


def _one_of_each(played: Played) -> Iterator[tuple[str, int]]:
    """Give a name and an application for each profile, the first that came furthest, and for each end."""
    states = dict(Application.objects.values_list("pk", "state"))
    kept: dict[str, int] = {}
    ways = list(State)
    for person in _filed(played):
        key = person.plot.profile.key
        best = kept.setdefault(key, person.application)
        if ways.index(State(states[person.application])) > ways.index(State(states[best])):
            kept[key] = best if states[best] == State.CERTIFIED else person.application
    for end in ENDS:
        found = next((each.application for each in _filed(played) if states[each.application] == end), None)
        if found:
            kept[str(end.label)] = found
    yield from kept.items()


def _filed(played: Played) -> Iterator[Person]:
    return (person for person in played.people if person.application)


def _set_papers(application: int, folder: Path, at: datetime) -> None:
    folder.mkdir()
    own = Paper.objects.filter(application=application).exclude(status=PaperStatus.OUTDATED)
    lists = Publicity.objects.filter(entries__application=application).values("paper")
    documents = ResultDocument.objects.filter(applications=application).values("paper")
    every = own | Paper.objects.filter(Q(pk__in=lists) | Q(pk__in=documents))
    for place, paper in enumerate(every.order_by("pk"), start=1):
        make(paper.pk, at=at)
        paper.refresh_from_db()
        if paper.file.name:
            (folder / f"{place:02}-{paper.get_kind_display()}.pdf").write_bytes(store.read(paper.file.name))


def _write_messages(folder: Path) -> None:
    """Write every message, in the order in which they were said, a file a day."""
    rows = Message.objects.select_related("user").order_by("created_at", "pk")
    for message in rows.iterator(chunk_size=500):
        said = message.created_at.astimezone(BEIJING)
        with (folder / f"{day_of(said)}.txt").open("a", encoding="utf-8") as out:
            out.write(
                f"{said:%H:%M:%S}  {message.user.name} {masked_phone(message.user.phone)}\n"
                f"{message.subject}\n{message.body}\n\n"
            )
