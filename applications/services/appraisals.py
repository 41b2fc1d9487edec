"""The appraisal forms of an applicant, filled as far as his application says (C47)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.enums import PaperKind
from applications.models import Paper
from applications.papers.applicant import appraisal_form, appraisal_years
from applications.papers.common import contents_of
from applications.rules import guards
from applications.rules.refusal import require
from applications.services.papers import request_paper
from applications.services.steps import locked


def request_appraisals(*, application_id: int, act: Act) -> list[Paper]:
    """Ask for 业务考核表 of every year filled in; a year whose content changed gets a new one (C47)."""
    with transaction.atomic():
        application = locked(application_id)
        contents = contents_of(application)
        years = appraisal_years(contents)
        require(
            guards.acts_as_applicant(act, application.applicant_id),
            guards.holds(years, _("还没有填年度考核。"), "C47", _("填好“年度考核”一节再制作。")),
        )
        return [
            request_paper(
                PaperKind.APPRAISAL_FORM,
                appraisal_form(application, contents, year),
                at=act.at,
                application=application,
                part=str(year),
            )
            for year in years
        ]
