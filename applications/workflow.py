"""The way of an application: every transition, who may take it, when, and under which guards.

Nothing else changes a state. A transition writes fields of the application and nothing more; `services.steps.carry_out`
saves it under the optimistic lock and adds the event. Side effects belong to the services, after the commit.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import RETURN_VALUE, ConcurrentTransitionMixin, FSMField, transition

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import BEFORE_COMMITTEE, DECIDED_WELL, REVIEWING, State
from applications.rules import guards
from applications.rules.refusal import Refusal, require

REVIEW_ROLES = (Role.REVIEWER, Role.TITLE_OFFICER)


class Workflow(ConcurrentTransitionMixin, models.Model):  # type: ignore[misc]
    """The state and its transitions, apart from the application's other facts."""

    state = FSMField(
        gettext_lazy("状态"), max_length=20, choices=State.choices, default=State.DRAFT, protected=True
    )

    applicant_id: int
    employer_id: int | None
    initial_office_id: int | None
    final_office_id: int | None
    submissions_used: int
    submitted_at: datetime | None
    returned_at: datetime | None
    returned_from: str
    correction_due: datetime | None
    accepted_at: datetime | None
    print_due_at: datetime | None
    paper_due_at: datetime | None
    originals_confirmed_at: datetime | None
    fee_amount: Decimal | None
    fee_due_at: datetime | None
    fee_settled_at: datetime | None
    decided_at: datetime | None

    class Meta:
        abstract = True

    @property
    def fee_is_settled(self) -> bool:
        """Whether nothing is owed: the fee arrived, or none was due (C36)."""
        return self.fee_amount is None or self.fee_settled_at is not None

    @property
    def reviewing_office_id(self) -> int | None:
        """The office that reviews in the present state."""
        return self.initial_office_id if self.state == State.INITIAL_REVIEW else self.final_office_id

    @transition(field=state, source=State.DRAFT, target=State.EMPLOYER_CHECK)
    def submit(
        self,
        act: Act,
        *,
        opens: datetime | None,
        closes: datetime,
        listed_until: date | None,
        obstacles: tuple[Refusal, ...],
        commitment_signed: bool,
        offices: tuple[int, int],
    ) -> None:
        """The applicant files inside the window, for the `offices` of the first and the final review (C05, C14, C15).

        `obstacles` are gaps, hard rules and a missing route.
        """
        require(
            guards.acts_as_applicant(act, self.applicant_id),
            guards.inside(act.at, opens=opens, closes=closes, what=_("网上申报"), clause="C05"),
            guards.not_listed(listed_until),
            *obstacles,
            guards.holds(
                commitment_signed, _("个人承诺还没有签好。"), "C14", _("请读完后勾选，签上和登记的一样的姓名。")
            ),
        )
        self.submitted_at = act.at
        self.initial_office_id, self.final_office_id = offices

    @transition(field=state, source=[State.EMPLOYER_CHECK, State.EMPLOYER_NOTICE], target=State.DRAFT)
    def return_to_applicant(self, act: Act, *, reason: str) -> None:
        """The employer gives the application back; it costs no submission (C17)."""
        require(
            guards.acts_as_employer(act, self.employer_id, self.applicant_id),
            guards.holds(reason.strip(), _("请写明退回的原因。"), "C24"),
        )

    @transition(field=state, source=State.EMPLOYER_CHECK, target=State.EMPLOYER_NOTICE)
    def start_notice(self, act: Act, *, opinion_complete: bool, workdays: int, least: int) -> None:
        """The employer recommends and posts its notice of at least `least` working days (C26, C43)."""
        require(
            guards.acts_as_employer(act, self.employer_id, self.applicant_id),
            guards.holds(
                opinion_complete, _("审核意见、推荐意见和个人现实表现还没有填完。"), "C43", _("填完再开始公示。")
            ),
            guards.holds(workdays >= least, _("公示期不少于%(least)d个工作日。") % {"least": least}, "C26"),
        )

    @transition(field=state, source=State.EMPLOYER_NOTICE, target=State.INITIAL_REVIEW)
    def forward(
        self,
        act: Act,
        *,
        notice_concluded: bool,
        open_objections: int,
        missing_scans: tuple[str, ...],
        opens: datetime | None,
        closes: datetime,
    ) -> None:
        """The employer forwards after its notice; this is submission 1 (C17, C20, C26)."""
        require(
            guards.acts_as_employer(act, self.employer_id, self.applicant_id),
            guards.holds(notice_concluded, _("公示还没有期满。"), "C26", _("期满的次日起可以报送。")),
            guards.holds(not open_objections, _("还有异议没有处理。"), "C26", _("写明调查结论后再报送。")),
            guards.holds(
                not missing_scans, _("还没有上传：%(what)s。") % {"what": "、".join(missing_scans)}, "C20"
            ),
            guards.inside(act.at, opens=opens, closes=closes, what=_("单位与部门审核"), clause="C06"),
        )
        self._count_submission()

    @transition(field=state, source=list(REVIEWING), target=State.RETURNED)
    def return_for_correction(
        self, act: Act, *, unmarked: tuple[str, ...], faults: int, limit: int, due: datetime
    ) -> None:
        """The reviewer returns with every fault named; `due` is the correction deadline (C16, C18, C24, C25)."""
        require(
            guards.acts_as_office(act, self.reviewing_office_id, self.applicant_id, *REVIEW_ROLES),
            guards.each_marked(unmarked),
            guards.holds(faults, _("还没有钉上任何问题。"), "C24", _("每一处都要选公布的原因。")),
            guards.fewer_than(self.submissions_used, limit),
            guards.holds(due > act.at, _("修改时间已经没有了。"), "C18", _("只能接收或不予受理。")),
        )
        self.returned_from = self.state
        self.returned_at = act.at
        self.correction_due = due

    @transition(field=state, source=State.RETURNED, target=RETURN_VALUE(State.INITIAL_REVIEW, State.FINAL_REVIEW))
    def resubmit(
        self, act: Act, *, obstacles: tuple[Refusal, ...], unanswered: int, commitment_signed: bool
    ) -> State:
        """The applicant resubmits in time, every returned item changed or answered (C14, C16)."""
        require(
            guards.acts_as_applicant(act, self.applicant_id),
            guards.inside(act.at, opens=None, closes=self._correction_end, what=_("修改"), clause="C16"),
            guards.holds(
                not unanswered,
                _("还有%(count)d处没有处理。") % {"count": unanswered},
                "C16",
                _("改好，或写明不同意见。"),
            ),
            *obstacles,
            guards.holds(
                commitment_signed, _("个人承诺还没有签好。"), "C14", _("请读完后勾选，签上和登记的一样的姓名。")
            ),
        )
        self._count_submission()
        return State(self.returned_from)

    @transition(field=state, source=State.INITIAL_REVIEW, target=State.FINAL_REVIEW)
    def pass_initial(self, act: Act, *, unmarked: tuple[str, ...], faults: int) -> None:
        """The first office passes; impossible while an item is marked as a problem (C25)."""
        require(*self._review_guards(act, unmarked, faults))

    @transition(field=state, source=State.FINAL_REVIEW, target=State.ACCEPTED)
    def accept(
        self,
        act: Act,
        *,
        unmarked: tuple[str, ...],
        faults: int,
        print_due: datetime,
        paper_due: datetime,
        fee_amount: Decimal | None,
        fee_due: datetime | None,
    ) -> None:
        """The title office accepts; print, paper and fee deadlines begin (C36, C38, C39, C40)."""
        require(*self._review_guards(act, unmarked, faults))
        self.accepted_at = act.at
        self.print_due_at, self.paper_due_at = print_due, paper_due
        self.fee_amount, self.fee_due_at = fee_amount, fee_due

    @transition(field=state, source=[*REVIEWING, State.RETURNED], target=State.REJECTED)
    def reject(self, act: Act, *, reason_codes: tuple[str, ...], unmarked: tuple[str, ...] = ()) -> None:
        """Refusal by the reviewer with a codified reason, or by the sweep once a correction is overdue (C18, C24)."""
        overdue = self.state == State.RETURNED
        require(
            guards.holds(act.is_portal == overdue, _("退回修改期间，到期前不能不予受理。"), "C18"),
            guards.portal_or_office(act, self.reviewing_office_id, self.applicant_id, *REVIEW_ROLES),
            guards.over(act.at, self._correction_end, _("修改时间"), "C18") if overdue else None,
            guards.each_marked(unmarked),
            guards.holds(reason_codes, _("不予受理须选公布的原因。"), "C24"),
        )
        self.decided_at = act.at

    @transition(field=state, source=State.ACCEPTED, target=State.ACCEPTED)
    def confirm_originals(self, act: Act, *, copies: int, originals_seen: bool, due: datetime) -> None:
        """The title office saw the originals and holds the form twice, before the paper deadline (C06, C39)."""
        require(
            guards.acts_as_office(act, self.final_office_id, self.applicant_id, Role.TITLE_OFFICER),
            guards.holds(self.originals_confirmed_at is None, _("原件已经核验过了。")),
            guards.holds(copies == 2, _("呈报表须收到一式两份。"), "C39"),
            guards.holds(originals_seen, _("须现场看到毕业证、学位证等原件。"), "C39"),
            guards.inside(act.at, opens=None, closes=due, what=_("纸质材料接收"), clause="C06"),
        )
        self.originals_confirmed_at = act.at

    @transition(field=state, source=State.ACCEPTED, target=State.IN_COMMITTEE)
    def enter_committee(
        self, act: Act, *, office_id: int, hidden: tuple[Refusal, ...], committee_filed: bool
    ) -> None:
        """The committee office takes the application into a meeting (C21, C33, C36, C39).

        `hidden`: why experts may not see some of its files.
        """
        require(
            guards.acts_as_office(act, office_id, self.applicant_id, Role.COMMITTEE_SECRETARY),
            guards.holds(self.fee_is_settled, _("评审费还没有到账。"), "C36"),
            guards.holds(self.originals_confirmed_at, _("原件还没有现场核验。"), "C39"),
            *hidden,
            guards.holds(committee_filed, _("评审会还没有会前备案。"), "C33"),
        )

    @transition(field=state, source=State.ACCEPTED, target=State.PASSED)
    def determine_pass(self, act: Act, *, needs_committee: bool) -> None:
        """The competent office determines 初定 or 授予, without a committee (C38, C40)."""
        require(
            *self._determination_guards(act, needs_committee),
            guards.holds(self.fee_is_settled, _("费用还没有到账。"), "C36"),
        )
        self.decided_at = act.at

    @transition(field=state, source=State.ACCEPTED, target=State.FAILED)
    def determine_fail(self, act: Act, *, needs_committee: bool, why: str) -> None:
        """The competent office does not determine the title, and says why (C24, C38, C40)."""
        require(
            *self._determination_guards(act, needs_committee),
            guards.holds(why.strip(), _("请写明不予认定的理由。"), "C24"),
        )
        self.decided_at = act.at

    @transition(field=state, source=State.IN_COMMITTEE, target=State.PASSED)
    def pass_review(self, act: Act, *, office_id: int, certified: bool, agreed: bool) -> None:
        """The certified count passes: quorum, two thirds of those present, inside the pass rate (C37)."""
        require(
            *self._ballot_guards(act, office_id, certified),
            guards.holds(agreed, _("没有达到三分之二，或超出通过率。"), "C37"),
        )
        self.decided_at = act.at

    @transition(field=state, source=State.IN_COMMITTEE, target=State.FAILED)
    def fail_review(self, act: Act, *, office_id: int, certified: bool, agreed: bool) -> None:
        """The certified count does not pass (C37)."""
        require(
            *self._ballot_guards(act, office_id, certified),
            guards.holds(not agreed, _("计票结果是通过。"), "C37"),
        )
        self.decided_at = act.at

    @transition(field=state, source=State.PASSED, target=State.PUBLICISED)
    def publicise(self, act: Act) -> None:
        """The title office publicises the result (C08)."""
        require(self._title_office(act))

    @transition(field=state, source=State.PUBLICISED, target=State.REVOKED)
    def uphold_objection(self, act: Act, *, finding: str) -> None:
        """An objection during the publicity is upheld, in writing (C08)."""
        require(self._title_office(act), guards.holds(finding.strip(), _("须写明调查结论。"), "C24"))
        self.decided_at = act.at

    @transition(field=state, source=State.PUBLICISED, target=State.QUALIFIED)
    def issue(self, act: Act, *, publicity_over: bool, open_objections: int, document_signed: bool) -> None:
        """The result document, numbered and signed, gives the title (C10)."""
        require(
            self._title_office(act),
            guards.holds(publicity_over, _("结果公示还没有期满。"), "C08"),
            guards.holds(not open_objections, _("还有异议没有处理。"), "C08"),
            guards.holds(document_signed, _("任职资格文件还没有编号签发。"), "C10"),
        )

    @transition(field=state, source=State.QUALIFIED, target=State.CERTIFIED)
    def certify(self, act: Act, *, filing_made: bool) -> None:
        """The certificate follows the post-review filing (C11, C33)."""
        require(self._title_office(act), guards.holds(filing_made, _("还没有事后备案。"), "C33"))

    @transition(field=state, source=list(BEFORE_COMMITTEE), target=State.WITHDRAWN)
    def withdraw(self, act: Act) -> None:
        """The applicant withdraws before the committee."""
        require(guards.acts_as_applicant(act, self.applicant_id))

    @transition(field=state, source=[State.DRAFT, State.ACCEPTED], target=State.LAPSED)
    def lapse(self, act: Act, *, due: datetime, what: str, clause: str) -> None:
        """The sweep ends what ran out: a draft with the filing window, an accepted case with its fee or paper date."""
        require(guards.holds(act.is_portal, _("到期由系统办理。"), clause), guards.over(act.at, due, what, clause))

    @transition(field=state, source=list(DECIDED_WELL), target=State.REVOKED)
    def revoke(self, act: Act, *, finding: str) -> None:
        """Fraud is found: the title is revoked; the service writes the integrity list (C45)."""
        require(self._title_office(act), guards.holds(finding.strip(), _("须写明认定情况。"), "C45"))

    @property
    def _correction_end(self) -> datetime:
        """The correction deadline, which every returned application has; raises `ValueError` for another."""
        if self.correction_due is None:
            raise ValueError("No correction is under way")
        return self.correction_due

    def _count_submission(self) -> None:
        self.submissions_used += 1

    def _title_office(self, act: Act) -> Refusal | None:
        return guards.acts_as_office(act, self.final_office_id, self.applicant_id, Role.TITLE_OFFICER)

    def _review_guards(self, act: Act, unmarked: tuple[str, ...], faults: int) -> tuple[Refusal | None, ...]:
        return (
            guards.acts_as_office(act, self.reviewing_office_id, self.applicant_id, *REVIEW_ROLES),
            guards.each_marked(unmarked),
            guards.holds(
                not faults,
                _("还有%(count)d处问题没有解决。") % {"count": faults},
                "C25",
                _("退回修改，或把问题撤下再通过。"),
            ),
        )

    def _determination_guards(self, act: Act, needs_committee: bool) -> tuple[Refusal | None, ...]:
        return (
            self._title_office(act),
            guards.holds(not needs_committee, _("评审须经评审委员会表决。"), "C40"),
            guards.holds(self.originals_confirmed_at, _("原件还没有现场核验。"), "C39"),
        )

    def _ballot_guards(self, act: Act, office_id: int, certified: bool) -> tuple[Refusal | None, ...]:
        return (
            guards.acts_as_office(act, office_id, self.applicant_id, Role.COMMITTEE_SECRETARY),
            guards.holds(certified, _("计票还没有由主任委员会签。"), "C37"),
        )
