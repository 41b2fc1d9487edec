"""Papers that name their owner, whose words can be read without OCR."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from applications.models import Application, Check, Masking, Material
from applications.services import checks
from applications.services.materials import Upload, add_material
from tests import stories
from tests.factories import act_of, beijing

NOW = beijing(2025, 2, 18, 10)
NAME, EMPLOYER = "王小明", "和田示例建筑工程有限公司"


@cache
def diploma(pages: Sequence[str] = (NAME,), note: str = "") -> bytes:
    """Give a PDF with its own text: a page for each name, which stands behind its label, and a line about nobody."""
    from weasyprint import HTML  # takes a second to load

    page = "<h1>毕业证书</h1><p>姓名：{}</p><p>学习期满，成绩合格，准予毕业。{}</p>"
    style = "<style>@page{size:A4} h1{break-before:page} p{font-size:20pt}</style>"
    pdf: bytes = HTML(string=style + "".join(page.format(name, note) for name in pages)).write_pdf()
    return pdf


def drafted() -> Application:
    """Give a draft of somebody whose name and employer the papers bear."""
    return stories.drafted(user=stories.person(NAME))


def put(
    case: Application, data: bytes = b"", *, slot: str = "diploma", masked: bool = False, at: datetime = NOW
) -> Material:
    """Upload a paper that is still to be masked, unless it is declared masked."""
    upload = Upload(data or diploma(), "毕业证.pdf", declassified=True, masked=masked)
    return add_material(application_id=case.pk, slot_key=slot, upload=upload, act=act_of(case.applicant, at))


def looked_at(material: Material, *, at: datetime = NOW) -> Masking:
    """Have the portal look at a file, now or once more, and give what it proposes."""
    Check.objects.filter(material=material).update(status="waiting", claimed_at=None, attempts=0)
    assert checks.make(Check.objects.get(material=material).pk, clock=lambda: at)
    return Masking.objects.get(material=material)
