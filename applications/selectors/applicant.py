"""What an applicant sees: his own applications, and one of them with everything that a page of it needs."""

from collections import defaultdict
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from accounts.acting import Act
from accounts.statements import Statement
from applications.enums import ENDED, FaultTarget, SectionKey, State
from applications.forms.section import SectionForm
from applications.models import Application, Fault, Material, Receipt, Section
from applications.rules.comparing import is_stale
from applications.rules.eligibility import assess
from applications.rules.facts import EligibilityFacts
from applications.rules.findings import Assessment
from applications.rules.slots import Missing, SlotNeed, missing, slot_needs
from applications.sections import SECTIONS
from applications.selectors.checks import Seen, check_of, seen_of
from applications.selectors.facts import eligibility_facts, form_facts, listed_until
from applications.selectors.faults import open_faults
from campaigns.loaders import campaign_rules
from campaigns.models import Slot
from campaigns.rules.calendar import day_of
from campaigns.rules.campaign import CampaignRules

SECTIONS_OF = Statement(lambda application: Section.objects.filter(application=application), int)
MATERIALS_OF = Statement(
    lambda application: (
        Material.objects.filter(application=application, removed_at=None)
        .select_related("file", "checked", "masking", "blind")
        .defer("masking__boxes", "masking__proposed")
    ),
    int,
)


def own_applications(act: Act) -> QuerySet[Application]:
    """Give a person's own applications, newest first; none when he acts for somebody else."""
    rows = Application.objects.select_related(
        "campaign",
        "applicant",
        "employer__division",
        "series",
        "specialty",
        "title",
        "initial_office",
        "final_office",
    )
    receipts = Receipt.objects.filter(application=OuterRef("pk")).order_by("-at", "-id").values("pk")
    rows = rows.annotate(latest_receipt=Subquery(receipts[:1]))
    return rows.filter(applicant=act.user) if act.user and act.membership is None else rows.none()


def live_application(act: Act) -> Application | None:
    """Give the one application that is under way, else None."""
    return own_applications(act).exclude(state__in=ENDED).first()


def foremost_application(act: Act) -> Application | None:
    """Give the application that is under way, else the newest that has ended, else None: one query."""
    ended = Case(When(state__in=ENDED, then=1), default=0)
    return own_applications(act).order_by(ended, *Application._meta.ordering).first()


class Workspace:
    """One application with its sections, files and what the rules say; each part is loaded once, when asked for."""

    def __init__(self, application: Application, at: datetime) -> None:
        self.application, self.at = application, at

    @cached_property
    def today(self) -> date:
        return day_of(self.at)

    @cached_property
    def rules(self) -> CampaignRules:
        return campaign_rules(self.application.campaign)

    @cached_property
    def sections(self) -> dict[str, Section]:
        return {row.key: row for row in SECTIONS_OF.all(self.application.pk)}

    @cached_property
    def contents(self) -> dict[str, dict[str, Any]]:
        return {key: row.data for key, row in self.sections.items()}

    @cached_property
    def materials(self) -> dict[str, list[Material]]:
        """The files that are in, by slot, in order."""
        by_slot: dict[str, list[Material]] = defaultdict(list)
        for material in MATERIALS_OF.all(self.application.pk):
            by_slot[material.slot_key].append(material)
        return dict(by_slot)

    @cached_property
    def seen(self) -> dict[int, Seen]:
        """What was seen of the files that are in, by material."""
        saved = {key: row.saved_at for key, row in self.sections.items()}
        files = [file for files in self.materials.values() for file in files]
        return {
            file.pk: seen_of(file, check, self.slots, today=self.today, is_stale=is_stale(check.done_at, saved))
            for file in files
            if (check := check_of(file))
        }

    @property
    def noted(self) -> list[Seen]:
        """What was seen of the files that the applicant may want to look at before he submits."""
        return [seen for seen in self.seen.values() if seen.remarks]

    @property
    def still_looked_at(self) -> int:
        """How many files the portal has not looked at yet."""
        return sum(seen.is_waiting for seen in self.seen.values())

    @cached_property
    def slots(self) -> dict[str, Slot]:
        return {slot.key: slot for slot in self.application.campaign.slots.all()}

    @cached_property
    def facts(self) -> EligibilityFacts:
        return eligibility_facts(
            self.application,
            self.contents,
            rules=self.rules,
            listed_until=listed_until(self.application.applicant, self.at),
        )

    @cached_property
    def assessment(self) -> Assessment:
        return assess(self.facts, campaign=self.rules, at=self.today)

    @cached_property
    def needs(self) -> tuple[SlotNeed, ...]:
        return slot_needs(self.facts, campaign=self.rules)

    @cached_property
    def missing_slots(self) -> tuple[Missing, ...]:
        return missing(self.needs, self.materials.keys())

    @cached_property
    def unmasked(self) -> list[tuple[str, Material]]:
        """The files that must be masked and of which nobody has said that they are, each with its slot's words (C21)."""
        must_mask = {slot.key: slot.label for slot in self.rules.slots if slot.must_mask}
        return [
            (must_mask[key], file)
            for key, files in self.materials.items()
            if key in must_mask
            for file in files
            if not file.is_masked
        ]

    @cached_property
    def slot_faults(self) -> dict[str, list[Fault]]:
        """The returned items pinned to slots; no query outside `returned`."""
        return self._faults[FaultTarget.SLOT]

    @cached_property
    def section_faults(self) -> dict[str, list[Fault]]:
        """The returned items pinned to sections; no query outside `returned`."""
        return self._faults[FaultTarget.SECTION]

    @cached_property
    def _faults(self) -> dict[str, dict[str, list[Fault]]]:
        found: dict[str, dict[str, list[Fault]]] = {target: defaultdict(list) for target in FaultTarget.values}
        if self.application.state == State.RETURNED:
            for fault in open_faults(self.application).select_related("reason"):
                found[fault.target][fault.target_key].append(fault)
        return found

    def form(self, key: str, **given: Any) -> SectionForm:
        """Give a section as a form: filled from what is kept, or bound when `typed` or `check` is given."""
        return SectionForm(
            key,
            facts=form_facts(self.application),
            today=self.today,
            year=self.application.campaign.year,
            kept=self.contents.get(key, {}),
            **given,
        )

    @cached_property
    def incomplete(self) -> list[str]:
        """The keys of sections that are not filled and valid."""
        return [
            key
            for key, spec in SECTIONS.items()
            if not (key in self.sections and self.sections[key].complete)
            and not (spec.optional and not self.contents.get(key, {}).get("rows"))
        ]

    @cached_property
    def revisions(self) -> dict[str, int]:
        return {key: row.revision for key, row in self.sections.items()}

    @cached_property
    def is_draft(self) -> bool:
        return self.application.state == State.DRAFT

    @cached_property
    def lacks_explanation(self) -> bool:
        """Whether a soft rule fails and no reason is given yet (C24)."""
        reason = self.contents.get(SectionKey.CATEGORY, {}).get("explanation", "")
        return self.assessment.needs_reason and not str(reason).strip()
