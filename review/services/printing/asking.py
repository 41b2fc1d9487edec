"""What an office does with a print run: ask for it, stop it, go on with it, take its file."""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.models import Office
from applications.enums import PaperKind, PaperStatus, PartStatus, PrintAct, RunStatus
from applications.models import Application, Paper, PrintItem, PrintPart, PrintRecord, PrintRun
from applications.rules import guards
from applications.rules.refusal import Refusal, Refused, require
from applications.services.jobs import MAX_ATTEMPTS
from documents import store
from review.rules.printing import MOST, MOST_COPIES, PART, CaseInRun, fingerprint
from review.selectors import printing as selectors
from review.services.printing.queue import hurry_parts, is_there, note_lost, settle


def ask(cases: QuerySet[Application], *, kinds: list[str], copies: int, act: Act) -> tuple[PrintRun, bool]:
    """Give the run of these cases, of which the act's office prints those that are its own, and whether it is new.

    A run of just that which is under way, or is whole and nothing changed since, is that one. Papers that had failed
    are tried once more. `kinds`: of `PaperKind`; `copies`: of each case. Raises `Refused`: not who prints, no case,
    over 3,000, nothing to print, an odd number of copies; `StoreAway`. Nothing is locked while the store is asked.
    """
    run, is_new = _asked(cases, kinds, copies, act)
    while not (is_new or run.is_live or is_there(run)):
        note_lost(run)
        run, is_new = _asked(cases, kinds, copies, act)
    return run, is_new


@transaction.atomic
def _asked(cases: QuerySet[Application], kinds: list[str], copies: int, act: Act) -> tuple[PrintRun, bool]:
    """Give the run of these cases and whether it is new."""
    require(guards.holds(selectors.prints(act), _("由职称办、初审部门打印自己办理的申报。")))
    office = Office.objects.select_for_update().get(pk=act.own_office.pk)  # two that ask at once are given one run
    own = selectors.printable_of(act).filter(pk__in=cases.order_by().values("pk"))
    kinds = [kind for kind in PaperKind.values if kind in kinds]
    contents = selectors.contents_of(own, kinds)
    require(
        guards.holds(contents, _("还没有选申报。"), remedy=_("请勾选要打印的申报。")),
        guards.holds(
            len(contents) <= MOST,
            _("选了%(count)d件，一次最多打印%(most)d件。") % {"count": len(contents), "most": MOST},
            remedy=_("请按单位、状态等缩小范围，分几次打印。"),
        ),
        guards.holds(kinds, _("还没有选打印什么。")),
        guards.holds(1 <= copies <= MOST_COPIES, _("份数应是1到%(most)d。") % {"most": MOST_COPIES}),
    )
    said = fingerprint(kinds, copies, contents)
    known = selectors.earlier_like(office, said)
    if known:
        return known, False
    failed = selectors.papers_for(own, kinds).filter(status=PaperStatus.FAILED).values("pk")
    Paper.objects.filter(pk__in=[*failed.values_list("pk", flat=True)]).update(
        status=PaperStatus.WAITING, attempts=0, claimed_at=None, error=""
    )
    run = PrintRun.objects.create(
        office=office,
        asked_by=act.person,
        kinds=kinds,
        copies=copies,
        cases=len(contents),
        fingerprint=said,
        created_at=act.at,
    )
    _divide(run, contents, at=act.at)
    _record(run, PrintAct.ASK, act)
    return run, True


def _divide(run: PrintRun, contents: list[CaseInRun], *, at: datetime) -> None:
    """Write the parts of a run and the cases in each, and put them into the queue."""
    places = range(0, len(contents), PART)
    parts = PrintPart.objects.bulk_create(
        PrintPart(run=run, place=place, created_at=at) for place in range(1, len(places) + 1)
    )
    PrintItem.objects.bulk_create(
        PrintItem(run=run, part=parts[number // PART], place=number + 1, application_id=case)
        for number, (case, _papers) in enumerate(contents)
    )
    hurry_parts(part.pk for part in parts)


@transaction.atomic
def stop(run_id: int, *, act: Act) -> None:
    """Stop a run that is under way; what is printed of it stays for going on. Raises `Refused` when it is over."""
    run = _held(run_id, act)
    require(guards.holds(run.is_live, _("这一批已经不在制作了。"), remedy=_("请刷新页面，看现在的状态。")))
    PrintRun.objects.filter(pk=run.pk).update(status=RunStatus.STOPPED, claimed_at=None)
    run.parts.filter(status=PartStatus.WAITING).update(status=PartStatus.STOPPED, claimed_at=None)
    _record(run, PrintAct.STOP, act)


@transaction.atomic
def resume(run_id: int, *, act: Act) -> None:
    """Go on with a run that was stopped or given up: the parts that are made are not made again.

    Raises `Refused` when it is neither, or another run of the same is under way.
    """
    Office.objects.select_for_update().get(pk=act.own_office.pk)  # nobody asks for the same meanwhile
    run = _held(run_id, act)
    can = run.status in (RunStatus.STOPPED, RunStatus.FAILED)
    live = PrintRun.objects.filter(office=run.office_id, fingerprint=run.fingerprint, status__in=selectors.LIVE)
    require(
        guards.holds(can, _("这一批不需要继续。"), remedy=_("请刷新页面，看现在的状态。")),
        guards.holds(not live.exclude(pk=run.pk).exists(), _("同样的一批正在制作，不需要再做。")),
    )
    left = run.parts.exclude(status=PartStatus.READY)
    left.filter(attempts__gte=MAX_ATTEMPTS).update(attempts=0)
    waiting = list(left.values_list("pk", flat=True))
    left.update(status=PartStatus.WAITING, claimed_at=None, error="", created_at=act.at)
    PrintRun.objects.filter(pk=run.pk).update(status=RunStatus.MAKING, attempts=0, claimed_at=None, error="")
    _record(run, PrintAct.RESUME, act)
    hurry_parts(waiting)
    settle(run.pk)


def take(run: PrintRun, *, seen: int, act: Act) -> File:
    """Give the file of a run, which is recorded: papers of many people leave the portal (C44).

    seen: of how many cases he was told that they changed since they were printed. Raises `Refused`: more changed, the
    file was deleted; `StoreAway`.
    """
    if run.status != RunStatus.READY:
        raise Refused(_gone(run))
    changed = selectors.changed_in(run).count()
    require(
        guards.holds(
            changed <= seen,
            _("这一批里有%(count)d件后来变了，PDF里的已作废，还没有下载。") % {"count": changed},
            remedy=_("请按现在的内容重新做一批。"),
        )
    )
    try:
        file = store.opened(run.file.name)
    except FileNotFoundError:
        note_lost(run)
        raise Refused(_gone(run)) from None
    _record(run, PrintAct.TAKE, act)
    return file


def _gone(run: PrintRun) -> Refusal:
    if run.status == RunStatus.LOST:
        return Refusal(_("这一批的文件不在了。"), remedy=_("请按现在的内容再做一批，并把批次告诉系统管理员。"))
    return Refusal(_("这一批的文件到期，已经删除。"), remedy=_("请按现在的内容再做一批。"))


def _held(run_id: int, act: Act) -> PrintRun:
    run = PrintRun.objects.select_for_update().get(pk=run_id)
    require(guards.holds(selectors.prints(act) and act.own_office == run.office, _("由提交打印的机构办理。")))
    return run


def _record(run: PrintRun, what: PrintAct, act: Act) -> None:
    PrintRecord.objects.create(
        run=run, act=what, at=act.at, actor=act.person, actor_name=act.name, address=act.address
    )
