"""Papers that the portal typeset: the file, or the page that says why it is not there."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rate
from accounts.http import PortalRequest
from accounts.permissions import acting_for_oneself
from applications.enums import PaperKind, PaperStatus
from applications.models import Paper
from applications.rules.refusal import Refusal, Refused
from applications.selectors.applicant import own_applications
from applications.selectors.papers import papers_of, papers_visible_to, printed, successor_of
from applications.services.appraisals import request_appraisals
from applications.services.papers import make_again
from documents.store import opened

STATUSES = {
    PaperStatus.WAITING: 202,
    PaperStatus.TOGETHER: 409,
    PaperStatus.FAILED: 409,
    PaperStatus.OUTDATED: 410,
}


@login_not_required
@require_safe
def download(request: PortalRequest, code: str) -> HttpResponse | FileResponse:
    """Give the PDF; while it is being made a page that looks again by itself (202), of a void one 410.

    Whoever may not open it, a stranger with the print in his hand, is told whether that print stands, and no more.
    """
    paper = papers_visible_to(request.act).filter(code=code.upper()).first()
    if paper is None:
        return check(request, code)
    if paper.status == PaperStatus.READY:
        return answer_with(paper)
    context = {"paper": paper, "successor": successor_of(paper)}
    return render(request, "applications/papers/waiting.html", context, status=STATUSES[PaperStatus(paper.status)])


@never_cache
def check(request: PortalRequest, code: str) -> HttpResponse:
    """Say whether a print stands (200) or is void (410), and which newer one there is; nothing of what it says (C39).

    One that was never printed is nobody else's business: a stranger may sign in, others find nothing.
    """
    if not rate.may_ask(
        "paper",
        request.META.get("REMOTE_ADDR"),
        at=request.began_at,
        limit=rate.SCANS_A_MINUTE,
        seconds=rate.MINUTE,
    ):
        return render(request, "applications/papers/check.html", {"too_many": rate.SCANS_A_MINUTE}, status=429)
    paper = printed(code)
    if paper is None:
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    context = {"paper": paper, "successor": successor_of(paper)}
    status = 410 if paper.status == PaperStatus.OUTDATED else 200
    return render(request, "applications/papers/check.html", context, status=status)


def answer_with(paper: Paper) -> FileResponse:
    """Give the file of a paper that is ready, to be read in the browser; shared with the rooms that show papers."""
    name = f"{paper.get_kind_display()}-{paper.code}.pdf"
    response = FileResponse(opened(paper.file.name), content_type="application/pdf", filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def again(request: PortalRequest, code: str) -> HttpResponse:
    """Try a paper again that could not be made, or make the file of one that was set for printing alone."""
    paper = get_object_or_404(papers_visible_to(request.act), code=code.upper())
    make_again(paper.pk)
    return redirect("papers:download", code=paper.code)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_for_oneself
def appraisals(request: PortalRequest, number: str) -> HttpResponse:
    """Show the applicant's appraisal forms; POST makes them from what is filled in (C47)."""
    application = get_object_or_404(own_applications(request.act), number=number)
    refusals: tuple[Refusal, ...] = ()
    if request.method == "POST":
        try:
            request_appraisals(application_id=application.pk, act=request.act)
            return redirect("papers:appraisals", number)
        except Refused as refused:
            refusals = refused.refusals
    papers = papers_of(application, request.act, kinds=(PaperKind.APPRAISAL_FORM,))
    context = {"application": application, "papers": papers, "refusals": refusals}
    return render(request, "applications/papers/appraisals.html", context, status=409 if refusals else 200)
