"""Print runs of an office: which cases, what of them, how far it is, the file."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.enums import RunStatus
from applications.models import PrintItem, PrintRun
from applications.rules.refusal import Refusal, Refused
from applications.views.files import guarded
from applications.workflow import REVIEW_ROLES
from review.forms.printing import PrintFilter
from review.rules.printing import MOST
from review.selectors import printing as selectors
from review.selectors.printing_choice import Choice, carried_words, whole
from review.services import printing
from review.views.office import PAGE

RUNS = 20
#: Cases of a run on one page of a list.
LISTED = 100
ONCE_READY = (RunStatus.READY, RunStatus.EXPIRED, RunStatus.LOST)
printers = acting_as(*REVIEW_ROLES)


@require_GET
@printers
def runs(request: PortalRequest) -> HttpResponse:
    """The office's print runs, the newest first."""
    page = Paginator(selectors.runs_of(request.act), RUNS).get_page(request.GET.get("page"))
    return render(request, "review/printing/runs.html", {"page": page})


@require_GET
@printers
def choose(request: PortalRequest) -> HttpResponse:
    """The cases that may be printed: some are ticked, or all that the filter shows are taken."""
    chosen = PrintFilter(request.GET, act=request.act, queryset=selectors.printable_of(request.act))
    page = Paginator(chosen.qs, PAGE).get_page(request.GET.get("page"))
    words = carried_words(chosen, request.GET)
    context = {"filter": chosen, "page": page, "words": words, "query": f"{words}&" if words else "", "most": MOST}
    return render(request, "review/printing/choose.html", context)


@require_POST
@printers
def ask(request: PortalRequest) -> HttpResponse:
    """What would be printed of the chosen cases, and how much paper it takes; confirmed, the run begins."""
    choice = Choice(request.act, request.POST)
    refusals: tuple[Refusal, ...] = ()
    if choice.form.is_valid():
        try:
            run, is_new = printing.ask(choice.cases, **choice.form.cleaned_data, act=request.act)
        except Refused as refused:
            refusals = refused.refusals
        else:
            if not is_new:
                messages.info(request, _("内容没有变化，同样的一批已经有了，不用再做。"))
            return redirect("office:print_run", run.pk)
    status = 409 if refusals else choice.form.status
    context = {"choice": choice, "form": choice.form, "refusals": refusals, "most": MOST}
    return render(request, "review/printing/ask.html", context, status=status)


@require_GET
@printers
def run(request: PortalRequest, pk: int) -> HttpResponse:
    """One run: how far it is, which looks again by itself; what changed, what was left out; who did what with it."""
    found = _one(request, pk)
    changed = selectors.changed_in(found) if found.status == RunStatus.READY else PrintItem.objects.none()
    lists = {
        "changed": _listed(request, "changed", selectors.with_what_is_void(changed)),
        "left_out": _listed(request, "left_out", selectors.left_out_of(found)),
    }
    context = {
        "run": found,
        "progress": selectors.progress_of(found),
        **lists,
        "kept": {
            f"by_{name}": f"{name}={page.number}&" if page.number > 1 else "" for name, page in lists.items()
        },
        "records": found.records.all()[:RUNS],
    }
    return render(request, f"review/printing/{'_run' if request.htmx else 'run'}.html", context)


@require_POST
@printers
def stop(request: PortalRequest, pk: int) -> HttpResponse:
    """Stop a run that is under way."""
    return _done(request, pk, printing.stop, _("已停止，可以接着做。"))


@require_POST
@printers
def resume(request: PortalRequest, pk: int) -> HttpResponse:
    """Go on with a run that was stopped or given up."""
    return _done(request, pk, printing.resume, _("接着制作，做好的部分不重做。"))


@require_POST
@printers
def download(request: PortalRequest, pk: int) -> HttpResponse:
    """The file of a run, to be saved and printed; sent for, since who takes it is written down.

    Whoever was not told yet which cases changed since, or whose file is deleted in this instant, is told on the page.
    """
    found = get_object_or_404(selectors.runs_of(request.act), pk=pk, status__in=ONCE_READY)
    try:
        file = printing.take(found, seen=whole(request.POST.get("changed", "")), act=request.act)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("office:print_run", found.pk)
    name = _("批量打印-第%(number)s批.pdf") % {"number": found.pk}
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    return guarded(response)  # type: ignore[return-value]  # a file goes out as any answer


def _listed(request: PortalRequest, name: str, items: QuerySet[PrintItem]) -> Page:
    """Give one page of a list of a run's cases; `name`: what says in the address which."""
    return Paginator(items, LISTED).get_page(request.GET.get(name))


def _one(request: PortalRequest, pk: int) -> PrintRun:
    return get_object_or_404(selectors.runs_of(request.act), pk=pk)


def _done(request: PortalRequest, pk: int, step: Callable[..., None], told: str) -> HttpResponse:
    """Do something with a run and show it; a refusal is told on its page."""
    found = _one(request, pk)
    try:
        step(found.pk, act=request.act)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect("office:print_run", found.pk)
