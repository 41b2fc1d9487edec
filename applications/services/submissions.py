"""What goes to review is frozen: every field, and the version of every material (C17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from accounts.statements import Statement
from applications.models import Application, Material, Section, Submission
from applications.rules.refusal import Refusal, Refused
from applications.selectors.applicant import MATERIALS_OF, SECTIONS_OF, Workspace
from documents import digest

REVISIONS = Statement(
    lambda application: Section.objects.filter(application=application).values_list("key", "revision"),
    int,
)
FILES = Statement(
    lambda application: Material.objects.filter(application=application, removed_at=None).values_list(
        "pk", "masking__confirmed_at"
    ),
    int,
)


@dataclass(frozen=True)
class Snapshot:
    """An application at one moment: its choices, its fields, its files in order."""

    choices: dict[str, Any]
    sections: dict[str, dict[str, Any]]
    revisions: dict[str, int]
    materials: tuple[Material, ...]

    @property
    def data(self) -> dict[str, Any]:
        """What a submission keeps: each section by its key, beside them the choices and every file with its digest."""
        files = [[material.slot_key, material.file.sha256, material.name] for material in self.materials]
        return {**self.sections, "choices": self.choices, "files": files}

    @property
    def digest(self) -> str:
        """SHA-256 over fields and files: the same content gives the same digest."""
        return digest.of(self.data)


def snapshot(application: Application, space: Workspace | None = None) -> Snapshot:
    """Give what the application holds now, or held when `space` read it: two queries or none, no lock."""
    sections = space.sections.values() if space else SECTIONS_OF.all(application.pk)
    materials = chain(*space.materials.values()) if space else MATERIALS_OF.all(application.pk)
    return Snapshot(
        choices=choices_of(application),
        sections={section.key: section.data for section in sorted(sections, key=attrgetter("key"))},
        revisions={section.key: section.revision for section in sections},
        materials=tuple(materials),
    )


def choices_of(application: Application) -> dict[str, Any]:
    """Give what is applied for, by keys and in words, as it stands."""
    return {
        "number": application.number,
        "kind": application.kind,
        "level": application.level,
        "path": application.path,
        "series": application.series.name if application.series else "",
        "specialty": application.specialty.name if application.specialty else "",
        "title": application.title.name if application.title else "",
        "employer": application.employer.name if application.employer else "",
        "uscc": application.employer.uscc if application.employer else "",
    }


def unchanged(application: Application, seen: Snapshot) -> bool:
    """Tell, under the application's lock, whether nothing changed since the snapshot was taken."""
    revisions = dict(REVISIONS.tuples(application.pk))
    seen_files = {material.pk: _confirmed(material) for material in seen.materials}
    return revisions == seen.revisions and dict(FILES.tuples(application.pk)) == seen_files


def _confirmed(material: Material) -> datetime | None:
    masking = getattr(material, "masking", None)
    return masking.confirmed_at if masking else None


def freeze_submission(
    application: Application, *, at: datetime, seen: Snapshot | None = None, numbered: int | None = None
) -> Submission:
    """Keep the application as its submission number `submissions_used` (or `numbered`); call it after the transition.

    The caller holds the application's row; `seen` is a snapshot taken before the lock, to keep it short. Raises
    `Refused` when there is nothing to number.
    """
    number = numbered or application.submissions_used
    if number < 1:
        raise Refused(Refusal(_("还没有报送，不能留存提交内容。"), "C17"))
    seen = seen or snapshot(application)
    submission = Submission.objects.create(
        application=application, number=number, at=at, data=seen.data, digest=seen.digest
    )
    _keep(submission, seen.materials)
    return submission


def _keep(submission: Submission, materials: Iterable[Material]) -> None:
    through = Submission.materials.through
    through.objects.bulk_create(
        through(submission_id=submission.pk, material_id=material.pk) for material in materials
    )
