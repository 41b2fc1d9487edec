"""What a conclusion says to the people concerned: a message with what to do now, and the paper (C16, C24, C36, C39).

The rows are written with the conclusion; e-mail and PDF leave after the commit.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.services.messages import tell_all
from applications.enums import PaperKind
from applications.models import Fault, Review
from applications.rules.deadlines import Deadline
from applications.rules.wording import whole_moment
from applications.services.papers import request_paper
from applications.services.telling import to_applicant, to_employer
from campaigns.models import Reason
from review import papers
from review.services.desk.dates import Acceptance
from review.targets import slot_labels, target_label


def tell_returned(review: Review, faults: list[Fault], deadline: Deadline, act: Act) -> None:
    """Tell what to correct and until when; make the letter (C16, C18, C24)."""
    application = review.application
    slots = slot_labels(application)
    lines = [
        f"{place}. {target_label(fault, application, slots)}：{fault.reason.label}。{fault.comment}"
        for place, fault in enumerate(faults, start=1)
    ]
    _tell(
        review,
        "returned",
        _("退回修改%(count)d处，请在%(due)s前改好") % {"count": len(faults), "due": whole_moment(deadline.moment)},
        "\n".join([*lines, _("逐处改好或写明说明，再重新提交；过了时间不予受理。")]),
        act,
    )
    request_paper(
        PaperKind.RETURN_LETTER,
        papers.return_letter(review, faults, deadline, act),
        at=act.at,
        application=application,
        part=str(review.submission.number),
    )


def tell_passed(review: Review, act: Act) -> None:
    """Tell that the first review is passed and who reviews now."""
    application = review.application
    body = _("现在由%(office)s复审，您不用办理什么。") % {"office": application.final_office}
    _tell(review, "passed-initial", _("已通过初审"), body, act)


def tell_accepted(review: Review, begins: Acceptance, added: Iterable[str], act: Act) -> None:
    """Tell what to do now: print, stamp, bring the originals, pay (C36, C39); `added` is what other rooms have to say."""
    lines = [
        _("1. 在%(due)s前打印呈报表（一式两份），到单位盖章。") % {"due": whole_moment(begins.printing.moment)},
        _("2. 带上毕业证、学位证等原件和呈报表，到%(office)s现场确认；纸质材料%(due)s截止接收。")
        % {"office": act.unit_name, "due": whole_moment(begins.paper.moment)},
    ]
    if begins.payment:
        lines.append(
            _("3. 在%(due)s前缴评审费%(amount)s元。")
            % {"due": whole_moment(begins.payment.moment), "amount": begins.amount_words}
        )
    _tell(review, "accepted", _("已接收材料，请打印呈报表"), "\n".join([*lines, *added]), act)


def tell_refused(review: Review, reasons: Iterable[Reason], comment: str, act: Act) -> None:
    """Tell why the application is refused and how to complain; make the notice (C18, C24)."""
    data = papers.refusal(review, reasons, comment, act)
    said = "；".join(f"{reason['text']}（{reason['clause']}）" for reason in data["reasons"])
    _tell(review, "refused", _("不予受理"), f"{said}。\n{comment}\n{data['complaint']}", act)
    request_paper(PaperKind.REFUSAL, data, at=act.at, application=review.application)


def _tell(review: Review, what: str, subject: str, body: str, act: Act) -> None:
    """Tell applicant and employer, once a review and conclusion."""
    application = review.application
    occasion = f"{what}:{review.pk}"
    heading = _("%(name)s：%(subject)s") % {"name": application.applicant.name, "subject": subject}
    tell_all(
        [
            to_applicant(application, occasion=occasion, subject=subject, body=body, at=act.at),
            *to_employer(application, occasion=occasion, subject=heading, body=body, at=act.at),
        ]
    )
