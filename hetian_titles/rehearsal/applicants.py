"""What applicants do: begin, fill in, upload, submit, correct, withdraw, each with the mishaps of his plot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from applications.enums import MaskKind, SectionKey, State
from applications.models import Application, Material
from applications.rules.masking import WHOLE, MaskBox
from applications.rules.quiz import QuizAnswers, answer
from applications.rules.slots import slot_needs
from applications.selectors.applicant import Workspace
from applications.selectors.deadlines import window_of
from applications.selectors.faults import open_faults
from applications.services.appraisals import request_appraisals
from applications.services.corrections import answer_fault
from applications.services.filing import Choice, start_application, withdraw
from applications.services.masking import confirm, save_boxes
from applications.services.materials import Upload, add_material, remove_material
from applications.services.sections import save_section
from applications.services.submitting import Signed, resubmit, submit
from campaigns.code_tables import education_rank
from campaigns.enums import Uploader, WindowKind
from campaigns.loaders import campaign_rules
from campaigns.models import Slot, Title
from documents.streams import whole
from hetian_titles.rehearsal.cast import Person
from hetian_titles.rehearsal.contents import EXPLANATION, written
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.scans import scan_of
from hetian_titles.rehearsal.stage import SECOND, Stage, Story, Turn, tomorrow

MINUTES = timedelta(minutes=1)
M = Mishap
#: What the page that begins an application asks already.
ASKED_FIRST = (SectionKey.CATEGORY, SectionKey.EDUCATION, SectionKey.CURRENT)
#: What somebody forgets to upload, by his mishap.
FORGOTTEN: dict[Mishap, tuple[str, ...]] = {
    M.NO_PROOF: ("education_register", "education_verification", "graduation_form"),
    M.NO_CONTRACT: ("employment_contract", "social_security"),
    M.NO_APPRAISAL: ("appraisal_y2",),
    M.NO_COURSES: tuple(f"{course}_course_y{back}" for course in ("public", "specialty") for back in range(5)),
}


def apply(stage: Stage, person: Person) -> Story:
    """Live a person's way up to the submission; who is refused for good goes home."""
    yield _begins(stage, person)
    _ask_five_questions(stage, person)
    application = _start(stage, person)
    if application is None and person.suffers(M.EARLY):
        yield stage.opens(WindowKind.FILING) + MINUTES
        application = _start(stage, person)
    if application is None:
        return
    person.application, person.number = application.pk, application.number
    if person.suffers(M.TWICE):
        _start(stage, person)
    yield stage.now + 20 * MINUTES
    _fill(stage, person)
    yield stage.now + 40 * MINUTES
    _upload_all(stage, person)
    if person.suffers(M.NEVER_SUBMITS):
        return
    if person.suffers(M.WITHDRAWS_DRAFT):
        yield tomorrow(stage, 9)
        withdraw(application_id=person.application, act=stage.oneself(person.user))
        return
    yield from submits(stage, person)


def _begins(stage: Stage, person: Person) -> datetime:
    """Give when a person begins: most in the first days or the last, some at the edges of the window."""
    opens, closes = stage.opens(WindowKind.FILING), stage.closes(WindowKind.FILING)
    if person.suffers(M.EARLY):
        return opens - SECOND
    if person.suffers(M.LATE, M.LAST_SECOND, M.OWN_WINDOW):
        return closes - timedelta(days=2)
    span = (closes - opens - timedelta(days=2)).total_seconds()  # a county may close a day earlier
    if person.serial <= 100:  # those whose plot is told must have time for all of it
        span /= 6
    return opens + timedelta(hours=9) + timedelta(seconds=int(person.chance.random() * span))


def _ask_five_questions(stage: Stage, person: Person) -> None:
    """Look on the public page what one may apply for (C42)."""
    profile = person.plot.profile
    specialty = stage.specialties[profile.specialty]
    answers = QuizAnswers(
        employer_kind=profile.employer,
        employer_in_prefecture=True,
        dispatched_a_year=not person.suffers(M.JUST_DISPATCHED),
        education_rank=education_rank(profile.education),
        full_time=True,
        school_class=profile.school_class,
        prior_level="" if profile.first_time else "assistant",
        prior_years=profile.prior,
        professional_years=profile.since,
        series_key=specialty.series.key,
        specialty_key=specialty.key,
    )
    found = answer(answers, campaign=campaign_rules(stage.campaign), at=stage.today)
    shown = found.open[0].kind.label if found.can_apply else "没有可报的"
    stage.ledger.note("C42", f"{person}：五个问题答出：{shown}")


def _start(stage: Stage, person: Person) -> Application | None:
    profile = person.plot.profile
    specialty = stage.specialties[profile.specialty]
    said = written(person, stage.campaign.year)
    choice = Choice(
        campaign=stage.campaign,
        kind=profile.kind,
        level=profile.level,
        path=profile.path,
        specialty=specialty,
        title=Title.objects.get(series=specialty.series, level=profile.level, name=profile.title),
        employer=person.unit.employer,
        answers={key: said[key] for key in ASKED_FIRST},
    )
    made: Application | None = stage.attempt(
        person, start_application, choice=choice, act=stage.oneself(person.user)
    )
    return made


def _fill(stage: Stage, person: Person) -> None:
    act = stage.oneself(person.user)
    forgotten = {SectionKey.SUMMARY} if person.suffers(M.GAPS) else set()
    for key, data in written(person, stage.campaign.year).items():
        if key not in forgotten:
            _save(person, key, data, stage)
    if not person.serial % 5:
        request_appraisals(application_id=person.application, act=act)


def _save(person: Person, key: str, data: dict[str, object], stage: Stage) -> None:
    saved = save_section(
        application_id=person.application,
        key=key,
        data=data,
        act=stage.oneself(person.user),
        revision=person.revisions[key],
    )
    person.revisions[key] = saved.revision


def _upload_all(stage: Stage, person: Person) -> None:
    """Upload to every slot that must be filled, of a group to the first; what the mishaps forget stays away."""
    forgotten = {key for mishap in person.plot.mishaps for key in FORGOTTEN.get(mishap, ())}
    _try_bad_uploads(stage, person)
    for slot in _wanted(stage, person):
        if slot not in forgotten:
            upload(stage, person, slot, masked=slot != "diploma" or not person.suffers(M.UNMASKED))


def _wanted(stage: Stage, person: Person) -> Iterator[str]:
    space = Workspace(stage.application(person), stage.now)
    groups: set[str] = set()
    for need in slot_needs(space.facts, campaign=space.rules):
        slot = need.slot
        if need.required and slot.uploader == Uploader.APPLICANT and slot.one_of not in groups:
            groups |= {slot.one_of} - {""}
            yield slot.key


def upload(stage: Stage, person: Person, slot_key: str, *, note: str = "", masked: bool = True) -> Material:
    """Upload one drawn file to a slot."""
    return add_material(
        application_id=person.application,
        slot_key=slot_key,
        upload=replace(scan_of(_slot(stage, slot_key), note), masked=masked),
        act=stage.oneself(person.user),
    )


def _slot(stage: Stage, key: str) -> Slot:
    return next(slot for slot in stage.slots if slot.key == key)


def _try_bad_uploads(stage: Stage, person: Person) -> None:
    """Try what must be refused: no word on secrets, a file that does not open (C15, C22)."""
    good = scan_of(_slot(stage, "diploma"), "")
    bad = {
        M.SECRET: Upload(good.data, good.name, masked=True),
        M.BROKEN_FILE: Upload(whole(good.data)[:400], good.name, declassified=True, masked=True),
    }
    for mishap, given in bad.items():
        if person.suffers(mishap):
            stage.attempt(
                person,
                add_material,
                application_id=person.application,
                slot_key="diploma",
                upload=given,
                act=stage.oneself(person.user),
            )


def submits(stage: Stage, person: Person) -> Story:
    """Submit a draft; what stands in the way is told, mended, and submitted again."""
    application = stage.application(person)
    if person.suffers(M.LATE, M.LAST_SECOND):
        closes = stage.closes(WindowKind.FILING)
        yield closes + SECOND if person.suffers(M.LATE) else closes - SECOND
    own = window_of(application, WindowKind.FILING)
    if own and own.division_id and person.suffers(M.OWN_WINDOW):
        yield own.closes_at + SECOND
    if own and own.division_id:
        stage.ledger.note("C09", f"{person}：{own.division}自定的申报截止")
    if _files(stage, person, signed=not person.suffers(M.NO_COMMITMENT)):
        return
    yield stage.now + 30 * MINUTES
    _mend(stage, person)
    _files(stage, person)


def _files(stage: Stage, person: Person, *, signed: bool = True) -> bool:
    """Tell whether the submission succeeded; then it is the employer's turn."""
    application = stage.application(person)
    stage.ledger.assessed(Workspace(application, stage.now).assessment, str(person))
    receipt = stage.attempt(
        person,
        submit,
        application_id=person.application,
        signed=Signed(agreed=signed, name=person.user.name, token=f"{person.number}/{stage.now.timestamp()}"),
        act=stage.oneself(person.user),
    )
    if receipt is not None:
        stage.pass_to(Turn.EMPLOYER, person)
    return receipt is not None


def _mend(stage: Stage, person: Person) -> None:
    """Put in what was missing: the forgotten section, files and masks, the reason, the exemption in place of courses."""
    said = written(person, stage.campaign.year)
    if person.suffers(M.GAPS):
        _save(person, SectionKey.SUMMARY, said[SectionKey.SUMMARY], stage)
    if person.suffers(M.FEW_HOURS):
        _save(person, SectionKey.CATEGORY, said[SectionKey.CATEGORY] | {"explanation": EXPLANATION}, stage)
    if person.suffers(M.UNMASKED):
        _mask(stage, person)
    if person.suffers(M.NO_COURSES):
        upload(stage, person, "training_exemption")
    elif person.plot.mishaps & FORGOTTEN.keys():
        missing = {key for mishap in person.plot.mishaps for key in FORGOTTEN.get(mishap, ())}
        for slot in set(_wanted(stage, person)) & missing:
            upload(stage, person, slot)


def _mask(stage: Stage, person: Person) -> None:
    """Cover the upper half of the diploma, where the name stands, and confirm it (C21)."""
    [diploma] = Material.objects.filter(application=person.application, slot_key="diploma", removed_at=None)
    act = stage.oneself(person.user)
    box = MaskBox(1, 0, 0, WHOLE, WHOLE // 2, MaskKind.NAME)
    kept = save_boxes(material_id=diploma.pk, page=1, boxes=[box], turn=0, revision=0, act=act)
    confirm(material_id=diploma.pk, revision=kept.revision, act=act)


def submits_again(stage: Stage, person: Person) -> Story:
    """The employer gave it back: look through it and submit again the next day, if the window is still open."""
    yield tomorrow(stage, 12)
    if stage.application(person).state == State.DRAFT:
        _files(stage, person)


def corrects(stage: Stage, person: Person) -> Story:
    """The office returned it: correct every fault within the time, and submit again."""
    person.returns += 1
    due = stage.application(person).correction_due
    assert due
    stage.ledger.note("C16", f"{person}：退回后改到{due:%m-%d}")
    if person.suffers(M.NOT_CORRECTED):
        return
    yield due + SECOND if person.suffers(M.CORRECTED_LATE) else min(tomorrow(stage, 12), due)
    if person.suffers(M.UNANSWERED):
        _files_again(stage, person)
    _answer_faults(stage, person)
    _files_again(stage, person)


def _answer_faults(stage: Stage, person: Person) -> None:
    for fault in open_faults(stage.application(person)):
        if person.suffers(M.DISAGREES):
            stage.attempt(
                person,
                answer_fault,
                application_id=person.application,
                fault_id=fault.pk,
                answer="毕业证书就是这样印的，请看备案表。",
                act=stage.oneself(person.user),
            )
        else:
            _replace(stage, person, fault.target_key)


def _replace(stage: Stage, person: Person, slot_key: str) -> None:
    old = list(Material.objects.filter(application=person.application, slot_key=slot_key, removed_at=None))
    act = stage.oneself(person.user)
    for material in old:
        remove_material(material_id=material.pk, act=act)
    upload(stage, person, slot_key, note=f"第{person.returns}次修改")


def _files_again(stage: Stage, person: Person) -> None:
    receipt = stage.attempt(
        person,
        resubmit,
        application_id=person.application,
        signed=Signed(agreed=True, name=person.user.name, token=f"{person.number}/{stage.now.timestamp()}"),
        act=stage.oneself(person.user),
    )
    if receipt is not None:
        stage.pass_to(Turn.REVIEW, person)
