"""Whether the process and its database answer, and the virus scanner where there is one."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse

from documents import virus


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Give 200 and `{"status": "ok"}` when a query goes through; the error page otherwise.

    Where a virus scanner is set its state stands beside it, `ok` or `away`; nobody restarts a process for its sake.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"} | _scanner())


def _scanner() -> dict[str, str]:
    if not settings.CLAMD:
        return {}
    try:
        virus.require_answer()
    except virus.ScannerAway:
        return {"virus_scanner": "away"}
    return {"virus_scanner": "ok"}
