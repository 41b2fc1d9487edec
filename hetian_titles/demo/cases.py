"""The cases: the finished 2025 campaign, and one around today with something in every state."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import User
from applications.models import Application
from applications.services.filing import withdraw
from applications.services.sweep import sweep
from campaigns.enums import CampaignStatus, WindowKind
from campaigns.models import Campaign
from campaigns.rules.calendar import WorkingCalendar, end_of_day, start_of_day
from campaigns.services.copying import copy_campaign
from hetian_titles.demo import meetings, reading, steps
from hetian_titles.demo.people import People
from hetian_titles.demo.steps import INITIAL_ASSISTANT, REVIEW_INTERMEDIATE, Cast, Plan, on
from review.models import Committee
from review.services.meeting import plan_meeting, take_in
from review.services.revocation import revoke

#: The demonstration's windows: days from today of opening (or None) and of closing.
AROUND_TODAY: dict[WindowKind, tuple[int | None, int]] = {
    WindowKind.PRIOR_FILING: (None, -25),
    WindowKind.FILING: (-60, 12),
    WindowKind.REVIEW: (-58, 25),
    WindowKind.CORRECTION: (-58, 25),
    WindowKind.PAPER: (None, 35),
    WindowKind.PAYMENT: (None, 40),
    WindowKind.MEETING: (-40, 50),
    WindowKind.COUNTY: (None, 60),
    WindowKind.RESULT_DOCUMENT: (None, 60),
    WindowKind.CERTIFICATE: (None, 80),
}
NAMES = (
    "阿卜杜热伊木江·麦麦提图尔荪尼亚孜",
    "买买提·吐尔逊江·阿布都热依木",
    "李䶮",
    "古丽巴哈尔·艾则孜",
    "张伟强",
    "艾尼瓦尔·托合提",
    "王喆",
    "阿曼古丽·库尔班",
    "赵鹏飞",
    "图尔荪·买买提明",
    "陈堃",
    "海日古丽·阿布来提",
    "刘志远",
    "热合曼·伊敏",
    "孙悦",
    "努尔曼古丽·亚森",
    "周凯",
    "依明江·斯迪克",
    "吴倩",
    "布威麦热木·图合提",
    "郑立新",
    "玉苏甫·阿吉",
    "马兰",
    "克热木·肉孜",
    "何晓东",
    "帕丽旦·卡地尔",
    "高磊",
    "奥布力·艾山",
)


def demo_campaign(today: date) -> Campaign:
    """Make the demonstration's campaign from 2025's, with every window around `today`."""
    source = Campaign.objects.get(key="2025")
    made = copy_campaign(
        source,
        key=f"demo-{today.year}",
        name=f"{today.year}年民营企业专项（演示）",
        year=today.year,
        status=CampaignStatus.PUBLISHED,
        is_demo=True,
        issued_on=today - timedelta(days=65),
        years_counted_to=today,
        document_number=f"和地职称办〔{today.year}〕0号（演示）",
        title=source.title.replace(str(source.year), str(today.year)),
    )
    for window in made.windows.all():
        opens, closes = AROUND_TODAY[WindowKind(window.kind)]
        window.opens_at = None if opens is None else start_of_day(today + timedelta(days=opens))
        window.closes_at = end_of_day(today + timedelta(days=closes))
        window.save()
    _announce(made, today)
    return made


def _announce(made: Campaign, today: date) -> None:
    """Publish the demonstration's own notice."""
    made.announcements.create(
        slug=f"{made.key}-notice",
        title=made.title,
        body="演示用的通知。时间以首页的时间安排为准；谁可以报、交什么材料，看申报指南。",
        published_at=on(today - timedelta(days=60), 10),
    )


class Applicants:
    """Gives a new applicant for each case, and notes in the table of sign-ins what he is there for."""

    def __init__(self, people: People) -> None:
        self.people, self.names = people, self._names()

    def _names(self) -> Iterator[str]:
        yield from NAMES
        number = 1
        while True:
            yield f"演示申报人{number}"
            number += 1

    def next(self, purpose: str) -> User:
        return self.people.add(next(self.names), "applicant", purpose, born=date(1990, 3, 15))


def play_2025(cast: Cast, applicants: Applicants) -> None:
    """The finished campaign: certified, failed, refused, lapsed, withdrawn, revoked, on the notice's own dates."""
    bodies = {
        name: _accepted_2025(cast, applicants.next(f"2025年，{name}"))
        for name in ("已发证", "评审未通过", "已撤销")
    }
    refused = _reviewed_2025(cast, applicants.next("2025年，不予受理"))
    steps.refuse(cast, refused, on(date(2025, 3, 4), 10))
    gone = steps.file(cast, applicants.next("2025年，已撤回"), REVIEW_INTERMEDIATE, on(date(2025, 2, 18), 20))
    withdraw(application_id=gone.pk, act=steps.for_oneself(gone.applicant, on(date(2025, 2, 19), 9)))
    steps.draft(cast, applicants.next("2025年，逾期失效"), REVIEW_INTERMEDIATE, on(date(2025, 3, 2), 20))
    sweep(at=on(date(2025, 3, 7), 1))
    cases = list(bodies.values())
    committee = meetings.committee(cast, on(date(2025, 2, 14), 10), number="事前〔2025〕1号（演示）")
    planned = meetings.meeting(
        cast,
        committee,
        cases,
        filed=on(date(2025, 4, 1), 10),
        day=date(2025, 4, 10),
        number="会前〔2025〕1号（演示）",
    )
    votes = {case.pk: (7, 0, 0) for case in cases} | {bodies["评审未通过"].pk: (3, 3, 1)}
    meetings.judge(cast, planned, date(2025, 4, 10), votes)
    good = [bodies["已发证"], bodies["已撤销"]]
    shown = meetings.show(
        cast, good, meetings.OFFICE, on(date(2025, 4, 16), 10), "2025年工程系列中级评审结果公示（演示）"
    )
    document = meetings.issue(
        cast, shown, meetings.OFFICE, date(2025, 4, 24), "关于确认2025年工程系列中级专业技术任职资格的通知（演示）"
    )
    meetings.certify(cast, document, meetings.OFFICE, date(2025, 4, 28), number="事后〔2025〕1号（演示）")
    act = cast.act(meetings.OFFICE, Role.TITLE_OFFICER, on(date(2025, 6, 3), 10))
    revoke(bodies["已撤销"].pk, finding="经核查，业绩材料不属实（演示）。", act=act)


def _reviewed_2025(cast: Cast, user: User) -> Application:
    plan = REVIEW_INTERMEDIATE
    case = steps.file(cast, user, plan, on(date(2025, 2, 18), 9))
    steps.post_notice(cast, case, plan, date(2025, 2, 20))
    return steps.send_on(cast, case, plan, on(date(2025, 2, 28), 9))


def _accepted_2025(cast: Cast, user: User) -> Application:
    case = steps.pass_on(cast, _reviewed_2025(cast, user), on(date(2025, 3, 3), 10))
    case = steps.receive(cast, case, on(date(2025, 3, 5), 10))
    return steps.bring_originals(cast, case, on(date(2025, 3, 10), 10))


class Today:
    """The campaign around today; `w(n)` is n working days ago."""

    def __init__(self, cast: Cast, applicants: Applicants, now: datetime) -> None:
        self.cast, self.applicants, self.now = cast, applicants, now
        self.day = now.astimezone(steps.BEIJING).date()
        self.calendar: WorkingCalendar = cast.calendar

    def w(self, days: int) -> date:
        return self.calendar.subtract_workdays(self.day, days)

    def play(self) -> None:
        """Something in every state."""
        self._with_the_applicant()
        self._with_the_employer()
        self._under_review()
        self._accepted_cases()
        self._judged()

    def _act(self, case: Application, at: datetime) -> Act:
        return steps.for_oneself(case.applicant, at)

    def filed(self, purpose: str, day: date, plan: Plan = REVIEW_INTERMEDIATE) -> Application:
        return steps.file(self.cast, self.applicants.next(purpose), plan, on(day, 9))

    def forwarded(self, purpose: str, back: int, plan: Plan = REVIEW_INTERMEDIATE) -> Application:
        """A case forwarded `back` working days ago, its notice six working days before."""
        case = self.filed(purpose, self.w(back + 6), plan)
        steps.post_notice(self.cast, case, plan, self.w(back + 6))
        return steps.send_on(self.cast, case, plan, on(self.w(back), 9))

    def accepted(self, purpose: str, back: int, plan: Plan = REVIEW_INTERMEDIATE) -> Application:
        case = self.forwarded(purpose, back + 2, plan)
        case = steps.pass_on(self.cast, case, on(self.w(back + 1), 10))
        return steps.receive(self.cast, case, on(self.w(back), 10))

    def ready(self, purpose: str, back: int, plan: Plan = REVIEW_INTERMEDIATE) -> Application:
        """A case whose fee and originals are in, `back` working days ago."""
        case = self.accepted(purpose, back + 1, plan)
        return steps.bring_originals(self.cast, case, on(self.w(back), 10))

    def _with_the_applicant(self) -> None:
        returned = self.forwarded("退回修改", 3)
        steps.give_back(self.cast, returned, self.now - timedelta(hours=3))
        steps.draft(self.cast, self.applicants.next("草稿，刚开始"), INITIAL_ASSISTANT, on(self.w(2), 20))
        user = self.applicants.next("草稿，已填完，可以提交")
        case = steps.draft(self.cast, user, REVIEW_INTERMEDIATE, on(self.w(2), 20))
        steps.fill(self.cast, case, REVIEW_INTERMEDIATE, on(self.w(1), 20))
        steps.upload(self.cast, case, on(self.w(1), 21))
        self.applicants.next("还没有开始申报")
        gone = self.filed("已撤回", self.w(4))
        withdraw(application_id=gone.pk, act=self._act(gone, on(self.w(3), 9)))

    def _with_the_employer(self) -> None:
        for _each in range(3):
            self.filed("单位审核", self.w(1))
        posted = self.filed("单位公示", self.w(3))
        steps.post_notice(self.cast, posted, REVIEW_INTERMEDIATE, self.w(2))
        over = self.filed("单位公示，可以报送", self.w(8))
        steps.post_notice(self.cast, over, REVIEW_INTERMEDIATE, self.w(7))

    def _under_review(self) -> None:
        for back in (1, 2, 4):
            self.forwarded("初审", back)
        farm = replace(INITIAL_ASSISTANT, unit="farm")
        self.forwarded("初审，初定", 2, farm)
        power = replace(REVIEW_INTERMEDIATE, unit="power", specialty="electric-power")
        self.forwarded("初审，行业主管部门", 2, power)
        for back in (1, 2):
            steps.pass_on(self.cast, self.forwarded("复审", back + 1), on(self.w(back), 10))
        steps.refuse(self.cast, self.forwarded("不予受理", 4), on(self.w(3), 10))

    def _accepted_cases(self) -> None:
        self.accepted("已接收材料，待缴费", 1)
        self.ready("已接收材料，待审定", 1, INITIAL_ASSISTANT)
        determined = self.ready("审定通过，初定", 9, INITIAL_ASSISTANT)
        steps.determine_well(self.cast, determined, on(self.w(8), 10))

    def _judged(self) -> None:
        names = ("已发证", "已取得资格", "结果公示中", "评审通过", "评审未通过")
        cases = {name: self.ready(name, 18) for name in names}
        waiting = [self.ready("评审中", 3), self.ready("评审中", 3)]
        year = self.cast.campaign.year
        body = meetings.committee(self.cast, on(self.w(27), 10), number=f"事前〔{year}〕1号（演示）")
        past = meetings.meeting(
            self.cast,
            body,
            list(cases.values()),
            filed=on(self.w(26), 10),
            day=self.w(15),
            number=f"会前〔{year}〕1号（演示）",
        )
        votes = {case.pk: (7, 0, 0) for case in cases.values()} | {cases["评审未通过"].pk: (3, 3, 1)}
        meetings.judge(self.cast, past, self.w(15), votes)
        self._results(cases)
        held = self._meeting_under_way(body, year)
        self._next_meeting(body, waiting, year)
        self._read(body, [*held, *waiting])

    def _meeting_under_way(self, body: Committee, year: int) -> list[Application]:
        """Yesterday's meeting: its votes are entered, and wait for the chair; gives its cases."""
        cases = [self.ready("评审中，等主任会签", 3), self.ready("评审中，等主任会签", 3)]
        number = f"会前〔{year}〕2号（演示）"
        held = meetings.meeting(self.cast, body, cases, filed=on(self.w(12), 10), day=self.w(1), number=number)
        meetings.deliberate(self.cast, held, self.w(1), {case.pk: (6, 1, 0) for case in cases})
        return cases

    def _read(self, body: Committee, cases: list[Application]) -> None:
        """Experts read what is before the committee; in one file of the last case one of them sees whose it is."""
        experts = reading.seat_experts(self.cast, body, on(self.w(2), 15))
        reading.say_it_tells(experts[0], cases[-1], self.now - timedelta(hours=1))

    def _results(self, cases: dict[str, Application]) -> None:
        office, year = meetings.OFFICE, self.cast.campaign.year
        for number, name in enumerate(("已发证", "已取得资格"), start=1):
            title = f"{year}年工程系列中级评审结果公示（第{number}批，演示）"
            shown = meetings.show(self.cast, [cases[name]], office, on(self.w(14), 10), title)
            document = meetings.issue(
                self.cast,
                shown,
                office,
                self.w(7),
                f"关于确认{year}年工程系列中级任职资格的通知（第{number}批，演示）",
            )
            if name == "已发证":
                meetings.certify(self.cast, document, office, self.w(6), number=f"事后〔{year}〕1号（演示）")
        title = f"{year}年工程系列中级评审结果公示（第3批，演示）"
        meetings.show(self.cast, [cases["结果公示中"]], office, on(self.w(2), 10), title)

    def _next_meeting(self, body: Committee, waiting: list[Application], year: int) -> None:
        day = self.calendar.add_workdays(self.day, 8)
        planned = plan_meeting(
            body.pk,
            starts_at=on(day, 10),
            place="地区人社局三楼会议室（演示）",
            act=self.cast.act(meetings.OFFICE, Role.COMMITTEE_SECRETARY, on(self.w(2), 10)),
        )
        filing = planned.filings.get(kind="pre_meeting")
        meetings.file_with_office(self.cast, filing, f"会前〔{year}〕3号（演示）", on(self.w(2), 11))
        for case in waiting:
            steps.make_readable(case, on(self.w(2), 11))
            act = self.cast.act(meetings.OFFICE, Role.COMMITTEE_SECRETARY, on(self.w(1), 10))
            take_in(planned.pk, case.pk, act=act)
