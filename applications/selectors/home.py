"""The one card of an applicant's home: state, whose turn, next step, telephone, clock, the way, what to do, what was."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Employer, Office
from applications.enums import EDITABLE, FaultTarget, SectionKey, State, Transition
from applications.models import Application, EmployerNotice, EmployerObjection, Event, Fault
from applications.sections import SECTIONS, field_label
from applications.selectors.at_employer import AtEmployer, at_employer
from applications.selectors.clock import clock_of
from applications.selectors.deadlines import AT_THE_EMPLOYER, Running
from applications.selectors.faults import open_faults
from campaigns.enums import Kind
from campaigns.loaders import campaign_rules
from campaigns.rules.calendar import WorkingCalendar, day_of
from campaigns.rules.wording import short_day
from campaigns.selectors import working_calendar


@dataclass(frozen=True)
class Step:
    """One station of the way: done, now or to come."""

    label: str
    note: str
    status: str


@dataclass(frozen=True)
class ToDo:
    """A returned item as the applicant sees it."""

    fault: Fault
    place: str
    where: str
    link: str

    @property
    def done(self) -> bool:
        return self.fault.is_dealt_with


@dataclass
class Card:
    """Everything on the applicant's home for one application."""

    sentence: str
    why: str
    holder: str
    next_step: str
    contact: str
    phone: str
    clock: Running | None
    is_over: bool
    way: list[Step]
    events: list[Event]
    todo: list[ToDo] = field(default_factory=list)
    receipt: int | None = None
    go_on: str = ""
    at_employer: AtEmployer | None = None
    finding: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether every section of a draft is filled, so that the last page is what is left."""
        return self.go_on.endswith("/check/")

    @property
    def open_todo(self) -> list[tuple[int, ToDo]]:
        return [(place, item) for place, item in enumerate(self.todo, start=1) if not item.done]

    @property
    def done_count(self) -> int:
        return sum(item.done for item in self.todo)


STATIONS = (
    (gettext_lazy("单位审核"), (State.EMPLOYER_CHECK,), Transition.START_NOTICE),
    (gettext_lazy("单位公示"), (State.EMPLOYER_NOTICE,), Transition.FORWARD),
    (gettext_lazy("初审"), (State.INITIAL_REVIEW,), Transition.PASS_INITIAL),
    (gettext_lazy("复审"), (State.FINAL_REVIEW,), Transition.ACCEPT),
    (gettext_lazy("接收材料"), (State.ACCEPTED,), None),
    (gettext_lazy("评审"), (State.IN_COMMITTEE,), None),
    (
        gettext_lazy("公示发证"),
        (State.PASSED, State.PUBLICISED, State.QUALIFIED, State.CERTIFIED),
        Transition.CERTIFY,
    ),
)


def home_card(application: Application, *, at: datetime) -> Card:
    """Give the card: at most five queries beyond the application's own."""
    if application.state in AT_THE_EMPLOYER:
        prefetch_related_objects([application], "campaign__windows")
    events = list(application.events.order_by("-sequence"))
    todo = todo_of(application)
    contact, phone = _contact(application)
    clock, notice = clock_of(application, at), _notice(application)
    is_over = application.state in EDITABLE and clock is not None and clock.deadline.moment < at
    said, following = _objected(application, notice)
    return Card(
        sentence=_too_late(application)
        if is_over
        else said or _taken_back(events) or _sentence(application, len(todo)),
        why=_why(application, events),
        holder=_holder(application),
        next_step="" if is_over else following or _next_step(application, len(todo)),
        contact=contact,
        phone=phone,
        clock=clock,
        is_over=is_over,
        way=_way(application, events),
        events=events,
        todo=todo,
        go_on=_go_on(application),
        receipt=getattr(application, "latest_receipt", None),
        at_employer=_at_employer(application, notice, at),
        finding=getattr(notice, "finding", None) or "",
    )


def _too_late(application: Application) -> str:
    """What there is to say between the end of a window and the sweep that ends the case (C05, C18)."""
    if application.state == State.DRAFT:
        return _("申报时间已经截止，这件草稿没有提交，不能再提交了。")
    return _("修改时间已经截止，没有重新提交，不能再提交了。")


def _objected(application: Application, notice: EmployerNotice | None) -> tuple[str, str]:
    """What an objection to the employer's notice makes of the state and the next step; empty without one (C26)."""
    said = {"employer": application.employer}
    if getattr(notice, "finding", None):
        return _("单位公示收到异议，查实成立，这件申报不能报送。"), _("%(employer)s退回给您，或者您撤回") % said
    if getattr(notice, "is_inquired", False):
        return _("单位公示收到异议，单位正在调查。"), _(
            "%(employer)s写明调查结论；不成立的，期满后接着报送"
        ) % said
    return "", ""


def _taken_back(events: list[Event]) -> str:
    """What an objection to the published result makes of it; empty without one (C08)."""
    upheld = events and events[0].transition == Transition.UPHOLD_OBJECTION
    return _("公示异议成立，结果已撤销。") if upheld else ""


def _why(application: Application, events: list[Event]) -> str:
    """Give in the words of the last step why an application ended so, or until when its result is posted."""
    told = (State.FAILED, State.REJECTED, State.LAPSED, State.REVOKED, State.PUBLICISED)
    return events[0].comment if events and application.state in told else ""


def _notice(application: Application) -> EmployerNotice | None:
    """Give the notice that hangs, with the finding of an objection that was upheld, and whether one waits for its own."""
    if application.state != State.EMPLOYER_NOTICE:
        return None
    objections = EmployerObjection.objects.filter(notice=OuterRef("pk"))
    upheld = objections.filter(upheld=True).values("finding")[:1]
    return (
        application.notices.filter(cancelled_at=None)
        .annotate(finding=Subquery(upheld), is_inquired=Exists(objections.filter(settled_at=None)))
        .first()
    )


def _at_employer(application: Application, notice: EmployerNotice | None, at: datetime) -> AtEmployer | None:
    if application.state not in AT_THE_EMPLOYER:
        return None
    calendar = WorkingCalendar({}, {}) if application.state == State.EMPLOYER_NOTICE else working_calendar()
    return at_employer(application, notice, calendar=calendar, at=at)


def _go_on(application: Application) -> str:
    """Give the address of the first section of a draft that is not filled, else of the last page."""
    if application.state != State.DRAFT:
        return ""
    waiting = set(application.sections.filter(complete=False).values_list("key", flat=True))
    key = next((key for key, spec in SECTIONS.items() if key in waiting and not spec.optional), None)
    if key:
        return reverse("applications:section", args=[application.number, key])
    return reverse("applications:check", args=[application.number])


def todo_of(application: Application) -> list[ToDo]:
    """Give the returned items in the order in which they were pinned; none outside `returned`."""
    if application.state != State.RETURNED:
        return []
    faults = open_faults(application).select_related("reason", "review__office", "pinned_by", "material", "item")
    labels = {slot.key: slot.label for slot in campaign_rules(application.campaign).slots}
    return [
        ToDo(fault, _place(fault, labels), _where(fault), _link(application, fault))
        for fault in faults.order_by("id")
    ]


def _place(fault: Fault, labels: dict[str, str]) -> str:
    if fault.target == FaultTarget.SECTION:
        label = field_label(fault.target_key, fault.field)
        section = SectionKey(fault.target_key).label if fault.target_key in SectionKey.values else fault.target_key
        return _("%(section)s，“%(field)s”一栏") % {"section": section, "field": label} if label else str(section)
    slot = labels.get(fault.target_key, fault.target_key)
    return _("%(slot)s，第%(page)d页") % {"slot": slot, "page": fault.page} if fault.page else slot


def _where(fault: Fault) -> str:
    return _("原因%(code)s，依据%(citation)s") % {"code": fault.reason.code, "citation": fault.reason.citation}


def _link(application: Application, fault: Fault) -> str:
    if fault.target == FaultTarget.SLOT:
        return reverse("applications:materials", args=[application.number]) + f"#s-{fault.target_key}"
    if fault.target_key not in SectionKey.values:
        return reverse("applications:check", args=[application.number])
    place = f"#f-{fault.field}" if fault.field else ""
    return reverse("applications:section", args=[application.number, fault.target_key]) + place


def _sentence(application: Application, todo: int) -> str:
    campaign = application.campaign
    left = campaign.max_submissions - application.submissions_used
    return {
        State.DRAFT: _("草稿，还没有提交。填完各节、传齐材料，再到最后一节提交。"),
        State.EMPLOYER_CHECK: _("已提交，等单位审核。提交后不能再改；单位可以退回给您。"),
        State.EMPLOYER_NOTICE: _("单位同意推荐，正在单位内部公示。"),
        State.INITIAL_REVIEW: _("第%(used)d次提交，正在初审。"),
        State.FINAL_REVIEW: _("初审已通过，正在复审。"),
        State.RETURNED: _(
            "第%(used)d次提交被退回，有%(todo)d处要改。您还可以提交%(left)d次；第%(most)d次提交后不再退回。"
        ),
        State.ACCEPTED: _accepted_sentence(application),
        State.IN_COMMITTEE: _("正在评审。"),
        State.PASSED: _("评审通过，等待结果公示。"),
        State.FAILED: _("这次没有通过。"),
        State.PUBLICISED: _("结果正在公示。"),
        State.QUALIFIED: _("已取得资格，等待签发电子证书。"),
        State.CERTIFIED: _("电子证书已签发，可以下载了，没有别的要办。"),
        State.REJECTED: _("不予受理。理由和申诉办法见不予受理通知书。"),
        State.LAPSED: _("超过期限，这件申报已失效。"),
        State.WITHDRAWN: _("您已撤回这件申报。"),
        State.REVOKED: _("资格已撤销。"),
    }[State(application.state)] % {
        "used": application.submissions_used,
        "todo": todo,
        "left": left,
        "most": campaign.max_submissions,
    }


def _turn(application: Application) -> Office | Employer | None:
    """Give the unit whose turn it is, None where it is the applicant's own or nobody's."""
    if application.state in (State.EMPLOYER_CHECK, State.EMPLOYER_NOTICE):
        return application.employer
    if application.state == State.INITIAL_REVIEW:
        return application.initial_office
    own = application.state in EDITABLE or _has_to_act(application)
    return None if own else application.final_office


def _has_to_act(application: Application) -> bool:
    """Whether an accepted application still waits for its applicant: the originals or the fee (C36, C39)."""
    done = application.originals_confirmed_at is not None and application.fee_is_settled
    return application.state == State.ACCEPTED and not done


def _accepted_sentence(application: Application) -> str:
    proved, paid = application.originals_confirmed_at is not None, application.fee_is_settled
    if proved and paid:
        return _("材料已接收，该您办的都办好了。")
    if proved:
        return _("材料已接收，原件已核验。请按时缴费。")
    if paid:
        return _("材料已接收。请打印呈报表一式两份，带原件现场核验。")
    return _("材料已接收。请打印呈报表一式两份，带原件现场核验，并按时缴费。")


def _accepted_next(application: Application) -> str:
    proved, paid = application.originals_confirmed_at is not None, application.fee_is_settled
    if proved and paid:
        return _("评审委员会开会评审") if application.kind == Kind.REVIEW else _("%(final)s审定")
    if proved:
        return _("您缴费，%(final)s确认到账")
    if paid:
        return _("您交一式两份呈报表，%(final)s核验原件")
    return _("您缴费、交一式两份呈报表；%(final)s核验原件")


def _holder(application: Application) -> str:
    if not application.is_live or application.state == State.CERTIFIED:
        return ""
    unit = _turn(application)
    if _has_to_act(application):
        return _("您本人、%(office)s") % {"office": application.final_office}
    return str(unit.name) if unit else _("您本人")


def _returning_office(application: Application) -> Office | None:
    if application.returned_from == State.FINAL_REVIEW:
        return application.final_office
    return application.initial_office


def _next_step(application: Application, todo: int) -> str:
    said = {
        "todo": todo,
        "days": application.campaign.notice_days,
        "employer": application.employer or _("单位"),
        "initial": application.initial_office,
        "final": application.final_office,
        "back": _returning_office(application),
        "stage": State(application.returned_from).label if application.returned_from else "",
    }
    review = application.kind == Kind.REVIEW
    text = {
        State.DRAFT: _("您填完并提交；%(employer)s接着审核"),
        State.EMPLOYER_CHECK: _("%(employer)s写明意见，在单位内部公示不少于%(days)d个工作日"),
        State.EMPLOYER_NOTICE: _("公示期满无异议，%(employer)s报送%(initial)s"),
        State.INITIAL_REVIEW: _("%(initial)s审完，转%(final)s复审"),
        State.FINAL_REVIEW: _("%(final)s审完，接收材料"),
        State.RETURNED: _("您改完%(todo)d处，重新提交；%(back)s接着%(stage)s"),
        State.ACCEPTED: _accepted_next(application),
        State.IN_COMMITTEE: _("评审委员会评议、表决"),
        State.PASSED: _("%(final)s公示结果"),
        State.PUBLICISED: _("公示期满无异议，%(final)s印发任职资格文件"),
        State.QUALIFIED: _("备案后签发电子证书"),
    }.get(State(application.state), "")
    if application.state == State.FINAL_REVIEW and not review:
        text = _("%(final)s审完，接收材料后审定")
    return text % said


def _contact(application: Application) -> tuple[str, str]:
    """Give whom to ring, and the number: the unit whose turn it is, else the campaign's office, named as such."""
    unit = _returning_office(application) if application.state == State.RETURNED else _turn(application)
    phone = getattr(unit, "phone", "") or getattr(unit, "contact_phone", "")
    if unit is not None and phone:
        return str(unit.name), phone
    issuer = application.campaign.issuer
    if unit is not None and unit.name != issuer:
        issuer = _("%(issuer)s（%(unit)s没有登记电话）") % {"issuer": issuer, "unit": unit.name}
    return issuer, application.campaign.contact_phone


def _way(application: Application, events: list[Event]) -> list[Step]:
    if not application.submitted_at and application.state != State.DRAFT:
        return []
    state = (
        State(application.returned_from or application.state) if _is_returned(application) else application.state
    )
    here = next((place for place, (_l, states, _t) in enumerate(STATIONS) if state in states), -1)
    if not application.is_live:
        return []
    return [_step(application, place, here, events) for place in range(len(STATIONS))]


def _is_returned(application: Application) -> bool:
    return application.state == State.RETURNED


def _step(application: Application, place: int, here: int, events: list[Event]) -> Step:
    label, states, ends = STATIONS[place]
    done = next((event for event in events if event.transition == ends), None)
    if place < here:
        note = short_day(day_of(done.at)) if done else ""
        return Step(str(label), note, "done")
    if place == here:
        note = _("退回修改中") if _is_returned(application) else _("正在办理")
        finished = application.state == State.CERTIFIED
        return Step(
            str(label), short_day(day_of(done.at)) if finished and done else note, "done" if finished else "now"
        )
    return Step(str(label), _note(application, states[0]), "next")


def _note(application: Application, state: State) -> str:
    """What there is to say of a station that is still to come."""
    if state == State.INITIAL_REVIEW and application.initial_office:
        return application.initial_office.name
    if state == State.FINAL_REVIEW and application.final_office:
        return application.final_office.name
    return ""
