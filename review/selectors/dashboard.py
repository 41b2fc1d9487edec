"""The figures of the title office's first page: decisions of today, the funnel, what is late and where."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Min, Q, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import OfficeKind
from applications.enums import ENDED, REVIEWING, State, Transition
from applications.models import Application, Event
from applications.rules.deadlines import window_closes
from campaigns.enums import Kind, WindowKind
from campaigns.models import Campaign
from campaigns.rules.calendar import BEIJING, day_of, end_of_day
from campaigns.rules.wording import whole_moment
from campaigns.selectors import windows
from review.enums import FilingStatus, PublicityStatus
from review.models import Filing, Publicity
from review.rules.daily import Daily, daily
from review.selectors.copies import to_look_at
from review.selectors.reasons import return_reasons

SLOW = timedelta(days=5)
#: The stages of the funnel, each with the transitions that lead into it.
STAGES: tuple[tuple[State, tuple[Transition, ...]], ...] = (
    (State.EMPLOYER_CHECK, (Transition.SUBMIT,)),
    (State.EMPLOYER_NOTICE, (Transition.START_NOTICE,)),
    (State.INITIAL_REVIEW, (Transition.FORWARD,)),
    (State.FINAL_REVIEW, (Transition.PASS_INITIAL,)),
    (State.ACCEPTED, (Transition.ACCEPT,)),
    (State.IN_COMMITTEE, (Transition.ENTER_COMMITTEE,)),
    (State.PASSED, (Transition.PASS_REVIEW, Transition.DETERMINE_PASS)),
    (State.PUBLICISED, (Transition.PUBLICISE,)),
    (State.QUALIFIED, (Transition.ISSUE,)),
    (State.CERTIFIED, (Transition.CERTIFY,)),
)


@dataclass(frozen=True)
class Duty:
    """One kind of thing that waits for the officer."""

    count: int
    label: str | Promise
    hint: str
    address: str
    verb: str | Promise
    is_late: bool = False


@dataclass(frozen=True)
class Stage:
    """One bar of the funnel: how many came here, how many stand here; per cent of the widest bar."""

    label: str
    came: int
    here: int
    width: float
    here_width: float
    note: str

    @property
    def here_from(self) -> float:
        return round(self.width - self.here_width, 1)


@dataclass(frozen=True)
class Slow:
    """How one office stands: cases in hand, those that wait over five days, the oldest."""

    office: str
    office_pk: int
    stage: str
    phone: str
    in_hand: int
    late: int
    oldest: datetime
    is_own: bool

    @property
    def share(self) -> int:
        return round(100 * self.late / self.in_hand) if self.in_hand else 0


def slow_in(act: Act, campaign: Campaign | None) -> list[Slow]:
    """Give how each office with cases of the campaign in review stands, the slowest first."""
    return _slow(act, _cases(act, campaign)) if campaign else []


def today(act: Act, campaign: Campaign | None) -> dict[str, Any]:
    """Give what the page shows of the campaign; an empty page where there is none."""
    if campaign is None:
        return {"duties": [], "stages": [], "slow": [], "returns": [], "windows": {}}
    cases = _cases(act, campaign)
    found, n = windows(campaign), _counts(cases, act)
    here = {state: n[f"in_{state}"] for state in State}
    stages = _stages(cases, here)
    slow = _slow(act, cases)
    return {
        "shown_campaign": campaign,
        "duties": [
            *_case_duties(n, act),
            *_copy_duty(act, campaign),
            *_result_duties(act, campaign, found, n["qualified"]),
        ],
        "stages": stages,
        "total": stages[0].came if stages else 0,
        "others": _others(here),
        "daily": _daily(cases, found.get(WindowKind.FILING), act.at),
        "returns": return_reasons(cases, campaign),
        "slow": slow,
        "slow_total": sum(row.late for row in slow),
        "to_remind": len(late_by_office(slow)),
        "review_closes": window_closes(found[WindowKind.REVIEW]) if WindowKind.REVIEW in found else None,
        "windows": found,
    }


def _cases(act: Act, campaign: Campaign) -> Any:
    """The cases that end at this office; the prefecture's office sees the whole campaign."""
    rows = Application.objects.filter(campaign=campaign)
    if act.office and act.office.kind == OfficeKind.TITLE_OFFICE:
        return rows
    return rows.filter(final_office=act.office)


def _counts(cases: Any, act: Act) -> dict[str, Any]:
    """How many of the office's own cases wait for what, and how many there are in each state, in one query."""
    own = Q(final_office=act.office)
    accepted = own & Q(state=State.ACCEPTED)
    unpaid = Q(fee_amount__isnull=False, fee_settled_at__isnull=True)
    soon = end_of_day(day_of(act.at) + timedelta(days=1))
    found: dict[str, Any] = cases.aggregate(
        review=Count("pk", filter=own & Q(state=State.FINAL_REVIEW)),
        oldest=Min("state_since", filter=own & Q(state=State.FINAL_REVIEW)),
        originals=Count("pk", filter=accepted & Q(originals_confirmed_at=None)),
        print_due=Count(
            "pk",
            filter=accepted & Q(originals_confirmed_at=None, print_due_at__lte=soon, print_due_at__gte=act.at),
        ),
        print_over=Count("pk", filter=accepted & Q(originals_confirmed_at=None, print_due_at__lt=act.at)),
        fee=Count("pk", filter=accepted & unpaid),
        determine=Count(
            "pk", filter=accepted & Q(originals_confirmed_at__isnull=False) & ~Q(kind=Kind.REVIEW) & ~unpaid
        ),
        passed=Count("pk", filter=own & Q(state=State.PASSED)),
        qualified=Count("pk", filter=own & Q(state=State.QUALIFIED)),
        **{f"in_{state}": Count("pk", filter=Q(state=state)) for state in State},
    )
    return found


def _case_duties(n: dict[str, Any], act: Act) -> list[Duty]:
    """What waits among the cases."""
    accepted_page = reverse("office:accepted")
    waited = _("最早一件等了%(days)d天。") % {"days": (act.at - n["oldest"]).days} if n["oldest"] else ""
    return _some(
        Duty(n["review"], _("等复审"), waited + _("接收后申报人才能缴费。"), reverse("desk:queue"), _("去复审")),
        Duty(
            n["originals"],
            _("等现场核验原件"),
            _("扫呈报表上的码，逐人核对。"),
            reverse("office:scan"),
            _("开始核验"),
        ),
        Duty(
            n["print_due"],
            _("今明两天是打印呈报表的最后一个工作日"),
            _("已接收但没有来。"),
            f"{accepted_page}?want=originals",
            _("去看"),
            is_late=True,
        ),
        Duty(
            n["print_over"],
            _("过了5个工作日还没有来核验"),
            _("纸质材料接收截止以前还可以来。"),
            f"{accepted_page}?want=originals",
            _("去看"),
            is_late=True,
        ),
        Duty(
            n["fee"],
            _("等缴费"),
            _("到账后逐笔记账，或导入清单。"),
            reverse("payments:orders") + "?status=due",
            _("去记账"),
        ),
        Duty(
            n["determine"],
            _("初定、授予等审定"),
            _("原件已看，不经评审委员会。"),
            f"{accepted_page}?want=determine",
            _("去审定"),
        ),
        Duty(
            n["passed"], _("通过了，等公示"), _("公示时同时通知单位张贴。"), reverse("office:results"), _("去公示")
        ),
    )


def _copy_duty(act: Act, campaign: Campaign) -> list[Duty]:
    """The files that experts may not see until the office has looked at them (C21)."""
    count, is_withdrawn = to_look_at(act, campaign)
    hint = _("专家看出了是谁，先办撤下的。") if is_withdrawn else _("没有看过、放行的，申报不能进入评审。")
    return _some(Duty(count, _("盲评副本等处理"), hint, reverse("office:copies"), _("去看"), is_late=is_withdrawn))


def _result_duties(act: Act, campaign: Campaign, found: dict[str, Any], qualified: int) -> list[Duty]:
    """What waits among lists, objections, documents and filings; `qualified` cases have no certificate yet."""
    waiting = Q(entries__application__state=State.PUBLICISED, status=PublicityStatus.CONCLUDED)
    n = Publicity.objects.filter(office=act.office, campaign=campaign).aggregate(
        over=Count("pk", filter=Q(status=PublicityStatus.OPEN, last_day__lt=day_of(act.at)), distinct=True),
        objections=Count(
            "entries__objections",
            filter=Q(entries__objections__isnull=False, entries__objections__settled_at=None),
            distinct=True,
        ),
        to_issue=Count("pk", filter=waiting, distinct=True),
    )
    results = reverse("office:results")
    return _some(
        Duty(
            n["objections"],
            _("异议等调查结论"),
            _("写明结论以前不能印发文件。"),
            results,
            _("去处理"),
            is_late=True,
        ),
        Duty(n["over"], _("公示期满，可以结束"), _("没有未处理的异议才能结束。"), results, _("去结束")),
        Duty(
            n["to_issue"],
            _("等编号印发任职资格文件"),
            _until(found, WindowKind.RESULT_DOCUMENT),
            results,
            _("去印发"),
            is_late=_is_over(found, WindowKind.RESULT_DOCUMENT, act.at),
        ),
        Duty(
            qualified,
            _("已取得资格，等签发证书"),
            _until(found, WindowKind.CERTIFICATE),
            results,
            _("去签发"),
            is_late=_is_over(found, WindowKind.CERTIFICATE, act.at),
        ),
        *_filing_duty(act, campaign),
    )


def _filing_duty(act: Act, campaign: Campaign) -> list[Duty]:
    if not act.office or act.office.kind != OfficeKind.TITLE_OFFICE:
        return []
    waiting = Filing.objects.filter(committee__campaign=campaign, status=FilingStatus.SUBMITTED).count()
    return [
        Duty(
            waiting,
            _("评委会备案等登记"),
            _("会前备案不登记，会议不能开始。"),
            reverse("committee:filings"),
            _("去登记"),
        )
    ]


def _some(*duties: Duty) -> list[Duty]:
    return [duty for duty in duties if duty.count]


def _until(found: dict[str, Any], kind: WindowKind) -> str:
    return _("通知要求%(until)s前完成。") % {"until": whole_moment(found[kind].closes_at)} if kind in found else ""


def _is_over(found: dict[str, Any], kind: WindowKind, at: datetime) -> bool:
    return kind in found and at > found[kind].closes_at


def _stages(cases: Any, here: dict[State, int]) -> list[Stage]:
    """The funnel: how many came to each stage, by the events, and how many stand there."""
    came = dict(
        Event.objects.filter(application__in=cases.values("pk"))
        .exclude(transition=Transition.RESUBMIT)
        .values_list("transition")
        .annotate(n=Count("application", distinct=True))
    )
    reached = [max(sum(came.get(step, 0) for step in steps), here.get(state, 0)) for state, steps in STAGES]
    for place in range(len(reached) - 2, -1, -1):
        if STAGES[place][0] != State.IN_COMMITTEE:
            later = reached[place + 1 :]
            reached[place] = max([reached[place], *later])
    widest = max([*reached, 1])
    return [
        Stage(
            label=str(state.label),
            came=number,
            here=here.get(state, 0),
            width=round(100 * number / widest, 1),
            here_width=round(100 * here.get(state, 0) / widest, 1),
            note=_note(state),
        )
        for (state, _steps), number in zip(STAGES, reached, strict=True)
    ]


def _note(state: State) -> str:
    return {
        State.ACCEPTED: _("等缴费、核验原件"),
        State.IN_COMMITTEE: _("初定、授予不经过"),
    }.get(state, "")


def _others(here: dict[State, int]) -> list[tuple[str, int]]:
    """How many are not on the main way: drafts, returned, ended."""
    wanted = (State.DRAFT, State.RETURNED, *ENDED)
    return [(str(state.label), here[state]) for state in wanted if here.get(state)]


def _daily(cases: Any, filing: Any, at: datetime) -> Daily | None:
    """What was submitted each day of the filing window until today, one query; None before it opens (C05)."""
    if filing is None or filing.opens_at is None or filing.opens_at > at:
        return None
    submitted = cases.filter(submitted_at__isnull=False).order_by()
    counted = submitted.values_list(TruncDate("submitted_at", tzinfo=BEIJING)).annotate(n=Count("pk"))
    return daily(dict(counted), day_of(filing.opens_at), day_of(min(at, filing.closes_at)))


def _slow(act: Act, cases: Any) -> list[Slow]:
    """Each office with cases in review, the slowest first."""
    found = (
        cases.filter(state__in=REVIEWING)
        .order_by()
        .values(
            "state",
            office_pk=_reviewing("id"),
            office_name=_reviewing("__name"),
            office_phone=_reviewing("__phone"),
        )
        .annotate(
            n=Count("pk"), late=Count("pk", filter=Q(state_since__lt=act.at - SLOW)), oldest=Min("state_since")
        )
    )
    rows = [
        Slow(
            office=row["office_name"],
            office_pk=row["office_pk"],
            stage=str(State(row["state"]).label),
            phone=row["office_phone"],
            in_hand=row["n"],
            late=row["late"],
            oldest=row["oldest"],
            is_own=bool(act.office and row["office_pk"] == act.office.pk),
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: (-row.late, row.oldest))


def late_by_office(slow: list[Slow]) -> dict[int, int]:
    """Give how many cases wait over five days at each office but the reader's own."""
    counts: dict[int, int] = {}
    for row in slow:
        if row.late and not row.is_own:
            counts[row.office_pk] = counts.get(row.office_pk, 0) + row.late
    return counts


def _reviewing(field: str) -> Case:
    """A field of the office that reviews now: the first one or the last one."""
    at = "_" if field == "id" else ""
    return Case(
        When(state=State.INITIAL_REVIEW, then=F(f"initial_office{at}{field}")),
        default=F(f"final_office{at}{field}"),
    )
