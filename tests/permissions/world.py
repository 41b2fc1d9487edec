"""One of everything that an address may name, made once through the services, and everybody who may knock there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.acting import Act
from accounts.enums import EmployerStatus, Role
from accounts.models import Division, Employer, Membership, User
from accounts.services.messages import tell
from applications.enums import PaperKind, PaperStatus, State
from applications.models import Application, Paper, Section
from applications.rules.batches import Days
from applications.services.employer import conclude_notice, print_batch, record_objection
from campaigns.enums import Band, Kind, Level
from campaigns.models import Campaign, Series
from payments.services.imports import preview_import
from payments.services.orders import close_order, confirm_payment, open_order
from review.enums import MeetingStatus
from review.models import Certificate, Committee, Meeting, Publicity
from review.report_form import request_report_form
from review.selectors.reading import Packet
from review.services import certificates, desk, filings, meeting, printing, publicity, results
from review.services.annotating import make_copy
from review.services.committee import form_committee
from tests import factories, stories
from tests.payments.test_imports import sheet
from tests.permissions.who import Who
from tests.review.after import world as after
from tests.review.after.world import at
from tests.review.copies.made import NAME_LEFT, blinded, file_of
from tests.review.desk import cases
from tests.review.printing.made import asked, set_paper, worked
from tests.review.reading import room

FILING, REVIEW, COMMITTEE = stories.SUBMITTED, at(3, 4), at(4, 11, 15)


@dataclass
class Thing:
    """An object: when it is knocked at, the parts of its address and what its forms carry, and whose it is.

    `foreign`: parts that belong to something else, which must not be reached through this object's address.
    """

    at: datetime
    parts: dict[str, Any] = field(default_factory=dict)
    owner: User | None = None
    foreign: dict[str, Any] = field(default_factory=dict)


class World:
    """`things` by name and `members` by who; what is made first is a foreign object for what comes later."""

    def __init__(self) -> None:
        self.campaign = Campaign.objects.get(key="2025")
        self.things = {"filing": Thing(FILING), "review": Thing(REVIEW), "committee": Thing(COMMITTEE)}
        self.common = {
            "division": Division.objects.get(key="hetian-shi").pk,
            "series": Series.objects.get(key="engineering").pk,
        }
        self.build = factories.employer("和田示例建筑工程有限公司")
        self.farm = factories.employer("墨玉示例农业科技有限公司", division="moyu")
        self.direct = factories.employer("玉都示例电力安装有限公司", division="direct")
        self.judging = after.panel()
        self.beside = after.panel(office="title-office", series="agriculture")
        Committee.objects.filter(pk=self.beside.committee.pk).update(name="农业系列中级评审委员会（演示）")
        self.administrator = factories.person("管理员", is_staff=True, is_superuser=True)
        self.other = factories.person("另一位申报人")
        self.members = self._members()
        self._filing()
        self._employer()
        self._desks()
        self._accounts()
        self._accepted()
        self._meetings()
        self._results(Who.OFFICER, "", kind=Kind.GRANT)
        self._results(Who.COUNTY_OFFICER, "county_", kind=Kind.INITIAL, level=Level.ASSISTANT)
        self._public()
        self._together()

    # People

    def _members(self) -> dict[Who, Membership]:
        officer = factories.officer_of
        return {
            Who.CLERK: factories.clerk_of(self.build),
            Who.OTHER_CLERK: factories.clerk_of(self.farm),
            Who.HEAD: factories.clerk_of(self.build, role=Role.EMPLOYER_HEAD),
            Who.OTHER_HEAD: factories.clerk_of(self.farm, role=Role.EMPLOYER_HEAD),
            Who.REVIEWER: officer("hetian-shi-hr"),
            Who.OTHER_REVIEWER: officer("moyu-hr"),
            Who.SECTOR_REVIEWER: officer("sector-housing"),
            Who.OTHER_SECTOR_REVIEWER: officer("sector-industry"),
            Who.COUNTY_OFFICER: officer("hetian-shi-title", role=Role.TITLE_OFFICER),
            Who.OTHER_COUNTY_OFFICER: officer("moyu-title", role=Role.TITLE_OFFICER),
            Who.OFFICER: self.judging.registrar.membership,
            Who.SECRETARY: self.judging.secretary.membership,
            Who.OTHER_SECRETARY: self.beside.secretary.membership,
            Who.CHAIR: self.judging.chair.membership,
            Who.OTHER_CHAIR: self.beside.chair.membership,
            Who.CHAIR_BESIDE: officer("sector-housing", role=Role.COMMITTEE_CHAIR),
            Who.EXPERT: room.act_of(room.seated(self.judging.committee, 1, at=COMMITTEE)).membership,
            Who.OTHER_EXPERT: room.act_of(room.seated(self.beside.committee, 2, at=COMMITTEE)).membership,
            Who.SUPERVISOR: officer("supervision", role=Role.SUPERVISOR),
            Who.COUNTY_SUPERVISOR: officer("hetian-shi-hr", role=Role.SUPERVISOR),
            Who.OTHER_SUPERVISOR: officer("moyu-hr", role=Role.SUPERVISOR),
        }

    def act(self, who: Who, when: datetime) -> Act:
        return factories.act_as(self.members[who], when)

    def signed_in(self, who: Who, thing: Thing) -> tuple[User | None, Membership | None]:
        """Give the person who knocks at the thing, and the capacity."""
        if who in self.members:
            return self.members[who].user, self.members[who]
        alone = {Who.APPLICANT: thing.owner or self.owner, Who.OTHER_APPLICANT: self.other}
        return {**alone, Who.ADMINISTRATOR: self.administrator}.get(who), None

    def put(self, name: str, when: datetime, owner: User | None = None, /, **parts: Any) -> None:
        assert name not in self.things
        self.things[name] = Thing(when, parts, owner, parts.pop("foreign", {}))

    def put_case(self, name: str, row: Application, when: datetime, /, **parts: Any) -> None:
        self.put(name, when, row.applicant, number=row.number, case=row.pk, **parts)

    # From the draft to the forwarding

    def _filing(self) -> None:
        draft, sent = stories.filled(unit=self.build), stories.submitted(unit=self.build)
        self.owner, kept = draft.applicant, Section.objects.get(application=draft, key="summary")
        other_receipt = stories.submitted(unit=self.farm, user=self.other).receipts.get()
        other_transfer = stories.transfer(stories.drafted()).key
        self.put_case(
            "draft",
            draft,
            FILING,
            name=draft.applicant.name,
            key="summary",
            revision=kept.revision,
            slot="achievements",
            material=draft.materials.get(slot_key="achievements").pk,
            transfer=stories.transfer(draft).key,
            foreign={"material": sent.materials.first().pk, "transfer": other_transfer},
        )
        self.put_case(
            "submitted",
            sent,
            FILING + timedelta(hours=1),
            receipt=sent.receipts.get().pk,
            material=sent.materials.first().pk,
            foreign={"receipt": other_receipt.pk},
        )

    def _employer(self) -> None:
        checked, posted, over, done = (stories.in_check(unit=self.build) for _number in range(4))
        self.put_case("checked", checked, stories.CHECKED)
        stories.in_notice(posted)
        objection = record_objection(
            application_id=posted.pk,
            received_on=stories.POSTED.date(),
            content="业绩不是本人完成的。",
            act=self.act(Who.CLERK, stories.POSTED),
        )
        self.put_case("posted", posted, stories.POSTED + timedelta(days=1), objection_id=objection.pk)
        self.put_case("over", stories.in_notice(over), stories.FORWARDED)
        self._concluded(stories.in_notice(done), objection.pk)

    def _concluded(self, row: Application, other_objection: int) -> None:
        act = self.act(Who.CLERK, stories.FORWARDED)
        conclude_notice(application_id=row.pk, act=act)
        scans = [stories.upload(row, slot, at=stories.FORWARDED, act=act) for slot in stories.EMPLOYER_SCANS]
        self.put_case(
            "notice_over",
            row,
            stories.FORWARDED,
            slot="recommendation",
            material=scans[0].pk,
            objection_id=other_objection,
            foreign={"material": self.things["draft"].parts["material"]},
        )

    # The desks

    def _desks(self) -> None:
        sent = stories.forwarded(unit=self.build)
        self._faulty("reviewing", sent, Who.REVIEWER)
        thing, codes = self.things["reviewing"], dict(sent.papers.values_list("kind", "code"))
        thing.parts |= {"material": sent.materials.first().pk, "code": codes[PaperKind.EMPLOYER_NOTICE]}
        self.put("confidential", thing.at, thing.owner, code=codes[PaperKind.CONDUCT])
        here = {"employer": self.build}
        sector = {"employer": self.direct, "initial_office": factories.office("sector-housing")}
        final = {**here, "state": State.FINAL_REVIEW}
        office = factories.office("hetian-shi-title")
        county = {**final, "kind": Kind.INITIAL, "level": Level.ASSISTANT, "final_office": office}
        for name, who, facts in (
            ("sector", Who.SECTOR_REVIEWER, sector),
            ("final", Who.OFFICER, final),
            ("county_final", Who.COUNTY_OFFICER, county),
        ):
            self._faulty(f"{name}_reviewing", cases.arrived(**facts), who)
            self._ready(f"{name}_ready", cases.arrived(**facts), who)
        self._ready("ready", cases.arrived(**here), Who.REVIEWER)
        self._returned(cases.arrived(**here))

    def _faulty(self, name: str, row: Application, who: Who) -> Act:
        """Every item marked but one, which bears a fault."""
        act = self.act(who, stories.RETURNED)
        cases.mark_all(row, act, but=("achievements",))
        fault = cases.pin(row, act)
        earlier = self.things.get("reviewing")
        foreign = {"fault": earlier.parts["fault"]} if earlier else {}
        self.put_case(name, row, stories.RETURNED, fault=fault.pk, foreign=foreign)
        return act

    def _ready(self, name: str, row: Application, who: Who) -> None:
        cases.mark_all(row, self.act(who, stories.RETURNED))
        self.put_case(name, row, stories.RETURNED)

    def _returned(self, row: Application) -> None:
        act = self._faulty("returned", row, Who.REVIEWER)
        desk.return_for_correction(row.pk, submission=1, act=act)
        self.things["returned"].at += timedelta(hours=1)

    # People and employers

    def _accounts(self) -> None:
        said = tell(self.owner, key="matrix", subject="给本人的消息", body="正文", link="/guide/", at=REVIEW)
        assert said
        self.put("message", REVIEW, pk=said.pk, label=said.subject)
        self.put("capacity", REVIEW, pk=self.members[Who.CLERK].pk)
        newcomer = factories.person("新经办人")
        self.put("newcomer", REVIEW, phone=newcomer.phone)
        self._licensed(self.build)
        self._unit("build", self.build)
        self._unit("pending", factories.employer("待确认单位", status=EmployerStatus.PENDING))
        self._unit("direct_pending", factories.employer("地直单位", division="direct", status="pending"))
        refused = {"status": EmployerStatus.REFUSED, "status_reason": "执照看不清。"}
        self._unit("refused", factories.employer("未通过单位", **refused))

    def _licensed(self, unit: Employer) -> None:
        unit.licence.save("licences/matrix.png", ContentFile(stories.picture()), save=False)
        unit.licence_name = "执照.png"
        unit.save()

    def _unit(self, name: str, unit: Employer) -> None:
        head = factories.person("单位负责人")
        if unit.status != EmployerStatus.CONFIRMED:
            self._licensed(unit)
            factories.clerk_of(unit, user=head, role=Role.EMPLOYER_HEAD)
            Membership.objects.filter(user=head).update(is_active=False)
        seen = unit.decided_at.isoformat() if unit.decided_at else ""
        self.put(name, REVIEW, head, pk=unit.pk, seen=seen, label=unit.name)

    # After acceptance

    def case(self, **facts: Any) -> Application:
        """Give an accepted case of the employer, the prefecture's unless `office` says otherwise."""
        given = {"unit": self.build, "initial_office": factories.office("hetian-shi-hr")}
        return after.accepted_case(**(given | facts))

    def _accepted(self) -> None:
        initial = {"kind": Kind.INITIAL, "level": Level.ASSISTANT, "office": "hetian-shi-title"}
        row = self.case(confirmed=False, settled=False)
        order = open_order(row, act=self.act(Who.OFFICER, at(3, 11)))
        assert order
        code = request_report_form(row, at=at(3, 11)).code
        self.put_case("accepted", row, at(3, 24), pk=order.pk, code=code)
        self.put_case("county_accepted", self.case(confirmed=False, **initial), at(3, 14))
        self.put_case("county_confirmed", self.case(**initial), at(3, 24))
        self.put_case("granted", self.case(kind=Kind.GRANT), at(3, 24))
        self._refundable()
        self._copies()
        self._runs()
        data = sheet((order.payment_code, order.amount, "2025-03-20", "T1"))
        listed = preview_import(name="缴费.xlsx", data=data, act=self.act(Who.OFFICER, at(3, 24)))
        self.put("import", at(3, 24), pk=listed.pk, label=listed.name)
        self.sheet = data

    def _copies(self) -> None:
        """A file whose blind copy may show something, of each office, and one that has none."""
        county = {"level": Level.ASSISTANT, "office": "hetian-shi-title"}
        for name, facts in (("county_leaking", county), ("leaking", {}), ("lacking", {})):
            row = self.case(**facts)
            file = file_of(row)
            if name != "lacking":
                blinded(file, leaks=[NAME_LEFT])
            self.put_case(name, row, at(3, 24), pk=file.pk, material=file.pk, label=row.number)
        self.things["leaking"].foreign = {"material": self.things["county_leaking"].parts["material"]}

    def _runs(self) -> None:
        """A print run that is whole, of each office, one under way and one that was stopped."""
        county = {"level": Level.ASSISTANT, "office": "hetian-shi-title"}
        runs = (("printed", Who.OFFICER, {}), ("county_printed", Who.COUNTY_OFFICER, county))
        runs += (("printing", Who.OFFICER, {}), ("stopped", Who.OFFICER, {}))
        for name, who, facts in runs:
            case, act = self.case(**facts), self.act(who, at(3, 24))
            set_paper(case)
            run, _is_new = asked([case], act)
            if name.endswith("printed"):
                worked(run)
            elif name == "stopped":
                printing.stop(run.pk, act=act)
            self.put(name, at(3, 24), case.applicant, pk=run.pk, label=str(run))
        case = cases.arrived(State.FINAL_REVIEW, employer=self.build)
        set_paper(case, kind=PaperKind.CONDUCT)
        run, _is_new = asked([case], self.act(Who.REVIEWER, at(3, 24)), kinds=[PaperKind.CONDUCT])
        self.put("reviewer_printed", at(3, 24), case.applicant, pk=worked(run).pk, label=str(run))
        self.put_case("reviewer_passed", case, at(3, 24))

    def _refundable(self) -> None:
        row, act = self.case(settled=False), self.act(Who.OFFICER, at(3, 13))
        order = open_order(row, act=self.act(Who.OFFICER, at(3, 11)))
        assert order
        confirm_payment(order.pk, paid_on=date(2025, 3, 12), bill_number="", act=act)
        close_order(row, reason="本人撤回申报", act=act)
        self.put_case("refundable", row, at(3, 24), pk=order.pk)

    # Committees

    def _meetings(self) -> None:
        chair, secretary = self.judging.chair.user, self.judging.secretary
        fresh = form_committee(
            campaign=self.campaign,
            name="工程系列初级评审委员会（演示）",
            series=Series.objects.get(key="engineering"),
            band=Band.JUNIOR,
            valid_from=date(2024, 1, 1),
            valid_until=date(2026, 12, 31),
            chair=chair,
            members=after.MEMBERS,
            pass_rate=None,
            act=after.moment(secretary, at(2, 10)),
        )
        draft = fresh.filings.get()
        member, seated = fresh.members.first(), room.seated(self.judging.committee, 3, at=COMMITTEE)
        assert member
        parts = {"pk": fresh.pk, "member": member.pk, "phone": factories.person(member.name).phone}
        foreign = {"member": seated.pk}
        self.put("fresh", at(4, 2), **parts, tier="county", chair=chair.pk, label=fresh.name, foreign=foreign)
        seat = {"pk": seated.committee_id, "member": seated.pk}
        self.put("seated", at(4, 2), **seat, foreign={"member": member.pk})
        self.put("draft_filing", at(4, 2), pk=draft.pk, label=fresh.name)
        self._submitted_filing()
        self._planned()
        self._open()
        self._packets()

    def _submitted_filing(self) -> None:
        prior = self.judging.committee.filings.get()
        filings.submit_filing(prior.pk, act=after.moment(self.judging.secretary, at(2, 11)))
        self.put("submitted_filing", at(4, 2), pk=prior.pk, label=self.judging.committee.name)

    def _meeting(self, when: datetime) -> Meeting:
        return self.judging.filed_meeting(when, submitted=at(4, 3), filed=at(4, 4))

    def _planned(self) -> None:
        held, inside, ready = self._meeting(at(4, 14, 9)), self.case(), self.case()
        act = after.moment(self.judging.secretary, at(4, 8))
        meeting.take_in(held.pk, inside.pk, act=act)
        foreign = self.case(series="agriculture")
        seats = list(held.attendance.values_list("member_id", flat=True))[:9]
        self.put("planned", at(4, 14, 9), pk=held.pk, case=ready.pk, seats=seats, foreign={"case": foreign.pk})

    def _open(self) -> None:
        for name, day, signed in (("open", 11, False), ("signed", 12, True)):
            held, row, when = self._meeting(at(4, day, 9)), self.case(), at(4, day, 15)
            tally = meeting.take_in(held.pk, row.pk, act=after.moment(self.judging.secretary, at(4, 8)))
            self.judging.seat(held, 9, at(4, day, 9))
            meeting.open_meeting(held.pk, act=after.moment(self.judging.secretary, at(4, day, 9)))
            votes = {"yes": 9, "no": 0, "abstained": 0, "score": 80, "defence_score": 80}
            meeting.enter_tally(tally.pk, **votes, act=after.moment(self.judging.secretary, when))
            if signed:
                meeting.countersign(tally.pk, act=after.moment(self.judging.chair, when))
            self.put(name, when + timedelta(hours=1), pk=held.pk, number=row.number)
            self.put(
                f"{name}_tally", when + timedelta(hours=1), pk=tally.pk, seen=when.isoformat(), number=row.number
            )

    def _packets(self) -> None:
        """A packet of a meeting that is prepared, and of one that is over."""
        planned, over = Meeting.objects.get(pk=self.things["planned"].parts["pk"]), self._meeting(at(4, 10, 9))
        meeting.take_in(over.pk, self.case().pk, act=after.moment(self.judging.secretary, at(4, 8)))
        seats = self.judging.committee.members.filter(user__isnull=False)
        over.attendance.filter(member__in=seats).update(present=True)
        for name, held in (("packet", planned), ("closed_packet", over)):
            tally = held.tallies.select_related("application").get()
            cases.submission(tally.application, files=[cases.material(tally.application, "diploma")])
            room.make_fit(tally.application)
            parts = {"meeting": held.pk, "code": tally.code, "file": 1, "page": 1, "label": tally.spaced_code}
            self.put(name, at(4, 9), **parts, version=Packet(tally).files[0].version)
        Meeting.objects.filter(pk=over.pk).update(status=MeetingStatus.CLOSED, closed_at=at(4, 10, 18))
        self.things["packet"].foreign = {"code": self.things["closed_packet"].parts["code"]}
        self.put("judging", at(4, 9), label=self.judging.committee.name)

    # Results

    def _results(self, who: Who, name: str, **facts: Any) -> None:
        """One of everything after the decision, of the office of `who`."""
        office = self.members[who].office
        assert office

        def passed() -> Application:
            return self.case(office=office.key, state=State.PASSED, decided_at=at(4, 11), **facts)

        def listed(row: Application) -> Publicity:
            act = self.act(who, at(4, 15))
            return publicity.publicise(
                campaign=self.campaign, application_ids=[row.pk], title=f"公示{row.number}", act=act
            )

        self.put_case(f"{name}passed", passed(), at(4, 16))
        self._shown(f"{name}listed", listed(passed()), at(4, 16))
        objected = listed(passed())
        self._shown(f"{name}objected", objected, at(4, 16))
        objection = publicity.object_to(objected.entries.get().pk, content="演示异议", act=Act(at=at(4, 16)))
        self.things[f"{name}objected"].parts["pk"] = objection.pk
        self._shown(f"{name}run", listed(passed()), at(4, 24))
        concluded = listed(passed())
        publicity.conclude_publicity(concluded.pk, act=self.act(who, at(4, 24)))
        self._shown(f"{name}concluded", concluded, at(4, 24))
        self._documents(who, name, [passed(), passed()], listed)

    def _shown(self, name: str, listed: Publicity, when: datetime) -> None:
        entry = listed.entries.get()
        owner = entry.application.applicant
        self.put(name, when, owner, pk=listed.pk, slug=listed.slug, entry=entry.pk, label=listed.title)
        other = self.things.get("listed")
        if other and other.parts["pk"] != listed.pk:
            self.things[name].foreign = {"entry": other.parts["entry"]}

    def _documents(
        self, who: Who, name: str, rows: list[Application], listed: Callable[[Application], Publicity]
    ) -> None:
        for key, row in zip(("document", "certified"), rows, strict=True):
            shown = listed(row)
            act = self.act(who, at(4, 24))
            publicity.conclude_publicity(shown.pk, act=act)
            document = results.issue_document(shown.pk, title="演示通知", issued_on=date(2025, 4, 24), act=act)
            assert document.paper
            self.put_case(f"{name}{key}", row, at(5, 14), pk=document.pk, code=document.paper.code)
        made = certificates.issue_certificates(document.pk, act=self.act(who, at(5, 14)))[0]
        self.things[f"{name}certified"].parts |= {
            "token": made.token,
            "certificate": made.number,
            "name": row.applicant.name,
        }
        if not name:
            self._copied(made)

    def _copied(self, certificate: Certificate) -> None:
        """A holder's annotated copy; where several hold a certificate the first one's serves."""
        Paper.objects.filter(pk=certificate.paper_id).update(status=PaperStatus.READY, ready_at=at(5, 14))
        row = certificate.application
        copy = make_copy(
            certificate.pk,
            purpose="仅用于演示",
            valid_until=date(2025, 6, 30),
            act=factories.act_of(row.applicant, at(5, 15)),
        )
        self.put_case("copied", row, at(5, 16), token=copy.token, label=copy.purpose)

    def _public(self) -> None:
        notice = self.campaign.announcements.create(
            slug="matrix", title="演示通知", body="正文", published_at=FILING - timedelta(days=1)
        )
        rubric = self.judging.committee.rubrics.first()
        assert rubric
        self.put("notice", REVIEW, slug=notice.slug)
        self.put("form", REVIEW, form=self.campaign.downloads.all()[0].form)
        self.put("rubric", COMMITTEE, pk=rubric.pk)

    def _together(self) -> None:
        """One paper for all of an employer whose notices hang for the same days; nobody may join them any more."""
        row = Application.objects.get(pk=self.things["over"].parts["case"])
        notice = row.notices.get()
        part = Days(row.campaign_id, notice.posted_on, notice.last_day).part
        act = self.act(Who.CLERK, stories.FORWARDED)
        paper = print_batch(part=part, kind=PaperKind.EMPLOYER_BATCH_NOTICE, act=act)
        self.put_case("together", row, stories.FORWARDED, code=paper.code, part=part)
