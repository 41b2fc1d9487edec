"""What each mishap must leave behind, a refusal, a step, an end, so that none is only said to have happened."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from applications.enums import State, Transition
from applications.models import Event, Fault
from campaigns.enums import WindowKind
from hetian_titles.rehearsal.cast import Person
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.stage import SECOND, Stage
from payments.models import FeeOrder
from review.models import ResultObjection

M, T = Mishap, Transition


@dataclass(frozen=True)
class Life:
    """What is known of a person at the end: his refusals in words, the steps of his case in order, its state."""

    person: Person
    stage: Stage
    steps: list[str]
    state: str


Trace = Callable[[Life], bool]


def told(words: str) -> Trace:
    """A refusal with these words."""
    return lambda life: any(words in refusal for refusal in life.person.refusals)


def took(*steps: Transition) -> Trace:
    """These steps, in this order, whatever lies between."""

    def seen(life: Life) -> bool:
        rest = iter(life.steps)
        return all(step in rest for step in steps)

    return seen


def ended(state: State) -> Trace:
    return lambda life: life.state == state


def never_filed(life: Life) -> bool:
    """No application came of it."""
    return not life.person.application


def _in_the_last_second(life: Life) -> bool:
    closes = life.stage.closes(WindowKind.FILING)
    return Event.objects.filter(
        application=life.person.application, transition=T.SUBMIT, at__range=(closes - SECOND, closes)
    ).exists()


def _booked_after_the_deadline(life: Life) -> bool:
    order = FeeOrder.objects.filter(application=life.person.application).first()
    settled = Event.objects.filter(application=life.person.application, transition=T.SETTLE_FEE).first()
    return order is not None and settled is not None and settled.at > order.due_at


def _answered_in_words(life: Life) -> bool:
    return Fault.objects.filter(review__application=life.person.application).exclude(answer="").exists()


def _objected(*, upheld: bool) -> Trace:
    return lambda life: ResultObjection.objects.filter(
        entry__application=life.person.application, upheld=upheld, settled_at__isnull=False
    ).exists()


def _steps_of_returns(times: int) -> tuple[Transition, ...]:
    return (T.RETURN_FOR_CORRECTION, T.RESUBMIT) * times


#: Every trace of a mishap must be there.
TRACES: dict[Mishap, tuple[Trace, ...]] = {
    M.EARLY: (told("网上申报还没有开始"),),
    M.LATE: (told("网上申报的时间已经截止"), ended(State.LAPSED)),
    M.LAST_SECOND: (_in_the_last_second,),
    M.NEVER_SUBMITS: (took(T.START, T.LAPSE),),
    M.GAPS: (told("“个人总结”还没有填完"), took(T.SUBMIT)),
    M.NO_COMMITMENT: (told("个人承诺还没有签好"), took(T.SUBMIT)),
    M.UNMASKED: (told("还没有遮盖"), took(T.SUBMIT)),
    M.SECRET: (told("还没有声明文件不涉密"),),
    M.BROKEN_FILE: (told("打不开"),),
    M.NO_PROOF: (told("学历证书电子注册备案表"), took(T.SUBMIT)),
    M.NO_CONTRACT: (told("劳动合同"), took(T.SUBMIT)),
    M.NO_APPRAISAL: (told("年度考核表"), took(T.SUBMIT)),
    M.NO_COURSES: (told("公需课证书"), took(T.SUBMIT)),
    M.FEW_HOURS: (told("还没有说明原因"), took(T.SUBMIT)),
    M.TWICE: (told("一人一次只能报一件"),),
    M.LISTED: (told("诚信名单"), never_filed),
    M.JUST_DISPATCHED: (told("派驻和田要连续满1年"), never_filed),
    M.TOO_FEW_YEARS: (told("满0年"), never_filed),
    M.FAILED_YEAR: (told("近三年考核合格"), ended(State.LAPSED)),
    M.OWN_WINDOW: (told("网上申报的时间已经截止"), ended(State.LAPSED)),
    M.WITHDRAWS_DRAFT: (took(T.START, T.WITHDRAW),),
    M.UNCONFIRMED: (told("还没有经县市人社局确认"), ended(State.EMPLOYER_CHECK)),
    M.SLOW_EMPLOYER: (ended(State.EMPLOYER_CHECK),),
    M.EMPLOYER_RETURNS: (told("请从公布的原因里选一条"), took(T.RETURN_TO_APPLICANT, T.SUBMIT)),
    M.NO_OPINION: (told("推荐意见和个人现实表现还没有填完"), took(T.START_NOTICE)),
    M.LATE_NOTICE: (told("期满后来不及在审核截止前报送"), ended(State.EMPLOYER_CHECK)),
    M.EARLY_FORWARD: (told("公示还没有期满"), took(T.FORWARD)),
    M.NO_SCANS: (told("还没有上传：单位公示"), took(T.FORWARD)),
    M.OBJECTION: (told("还有异议没有处理"), took(T.FORWARD)),
    M.UPHELD_AT_EMPLOYER: (told("还有异议没有处理"), took(T.START_NOTICE, T.RETURN_TO_APPLICANT)),
    M.FORWARD_LATE: (told("单位与部门审核的时间已经截止"), ended(State.EMPLOYER_NOTICE)),
    M.OWN_CASE: (told("经办人不能办理自己的申报"), took(T.START_NOTICE)),
    M.RETURNED_ONCE: (took(*_steps_of_returns(1), T.PASS_INITIAL),),
    M.RETURNED_TWICE: (took(*_steps_of_returns(2), T.PASS_INITIAL),),
    M.RETURNED_THRICE: (told("第3次提交，不能再退回"), took(*_steps_of_returns(2), T.REJECT)),
    M.RETURNED_BY_FINAL: (took(T.PASS_INITIAL, *_steps_of_returns(1), T.ACCEPT),),
    M.NOT_CORRECTED: (took(T.RETURN_FOR_CORRECTION, T.REJECT),),
    M.CORRECTED_LATE: (told("修改的时间已经截止"), took(T.RETURN_FOR_CORRECTION, T.REJECT)),
    M.UNANSWERED: (told("还有1处没有处理"), took(T.RESUBMIT)),
    M.DISAGREES: (_answered_in_words, took(T.RESUBMIT)),
    M.REFUSED: (told("请从公布的不予受理原因中选"), took(T.REJECT)),
    M.UNMARKED: (told("还没有核完"), took(T.PASS_INITIAL)),
    M.NO_FAULT: (told("还没有钉上任何问题"),),
    M.WRONG_OFFICE: (told("不归您所在的机构办理"),),
    M.OLD_PAGE: (told("申报人已经重新提交"),),
    M.WITHDRAWS_REVIEW: (took(T.FORWARD, T.WITHDRAW),),
    M.ONE_COPY: (told("一式两份"), took(T.CONFIRM_ORIGINALS)),
    M.NO_ORIGINALS: (told("须现场看到"), took(T.CONFIRM_ORIGINALS)),
    M.PAPER_LATE: (told("纸质材料接收的时间已经截止"), took(T.ACCEPT, T.LAPSE)),
    M.NEVER_PAYS: (took(T.CONFIRM_ORIGINALS, T.LAPSE),),
    M.PAYS_LATE: (told("到账日期晚于缴费截止"), took(T.ACCEPT, T.LAPSE)),
    M.PAYS_BEFORE: (told("到账日期早于接收材料的日期"), took(T.SETTLE_FEE)),
    M.BOOKED_LATE: (_booked_after_the_deadline,),
    M.WITHDRAWS_PAID: (took(T.SETTLE_FEE, T.WITHDRAW),),
    M.NOT_DETERMINED: (told("请写明不予认定的理由"), took(T.DETERMINE_FAIL)),
    M.VOTED_DOWN: (took(T.ENTER_COMMITTEE, T.FAIL_REVIEW),),
    M.NO_DEFENCE: (told("中级评审须有专业水平答辩成绩"),),
    M.OBJECTED: (_objected(upheld=False), took(T.PUBLICISE, T.ISSUE)),
    M.UPHELD: (_objected(upheld=True), took(T.PUBLICISE, T.UPHOLD_OBJECTION)),
    M.FRAUD: (took(T.CERTIFY, T.REVOKE),),
}


def bitten(stage: Stage, people: list[Person]) -> tuple[Counter[Mishap], Counter[Mishap]]:
    """Give of each mishap how many were to suffer it, and of how many every trace is there."""
    due: Counter[Mishap] = Counter()
    bit: Counter[Mishap] = Counter()
    for person in people:
        if person.plot.mishaps:
            life = _life_of(stage, person)
            due.update(person.plot.mishaps)
            bit.update(mishap for mishap in person.plot.mishaps if all(trace(life) for trace in TRACES[mishap]))
    return due, bit


def _life_of(stage: Stage, person: Person) -> Life:
    events = Event.objects.filter(application=person.application).order_by("sequence")
    steps = list(events.values_list("transition", "target"))
    return Life(person, stage, [step for step, _state in steps], steps[-1][1] if steps else "")
