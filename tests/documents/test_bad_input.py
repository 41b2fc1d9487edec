"""What people type and upload comes out right or is told by the name of its field; it never takes the worker's memory."""

import base64
import io
import subprocess
import sys

import pytest
from django.conf import settings
from PIL import Image

from documents import specimens
from documents.papers.shape import PaperDataError
from documents.typesetting import typeset
from tests.documents.reading import pages_of, text_of

MOST_MEGABYTES = 1_000


def picture(width: int, height: int, form: str = "PNG") -> str:
    out = io.BytesIO()
    Image.new("1" if form == "PNG" else "L", (width, height)).save(out, form)
    return f"data:image/{form.lower()};base64,{base64.b64encode(out.getvalue()).decode()}"


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_of_forty_million_pixels_is_refused_by_its_field(form):
    """C15: it is told, unopened, where it stands; one that fits is drawn."""
    data = specimens.ordinary("certificate")
    with pytest.raises(PaperDataError) as refused:
        typeset("certificate", {**data, "photo": picture(8000, 5000, form)})
    assert refused.value.field == "photo"
    assert "8000×5000" in refused.value.why
    assert typeset("certificate", {**data, "photo": picture(800, 1000, form)})


@pytest.mark.parametrize(
    "broken", ["data:image/png;base64,AAAA", "data:image/jpeg;base64," + "/9j/4AAQSkZJRg" * 9]
)
def test_a_broken_picture_is_refused_by_its_field(broken):
    """C15: a paper is not printed with a hole where a photo should be."""
    data = specimens.ordinary("report_form")
    with pytest.raises(PaperDataError) as refused:
        typeset("report_form", {**data, "person": {**data["person"], "photo": broken}})
    assert refused.value.field == "person.photo"


@pytest.mark.parametrize(
    ("char", "code"), [("\U00013000", "U+13000"), ("\ue000", "U+E000"), ("\U0002ffff", "U+2FFFF")]
)
def test_a_character_that_no_face_has_is_told(char, code):
    """C11, C15: a name never prints as boxes; who prints is told which character of which field it is."""
    data = specimens.ordinary("report_form")
    works = [data["works"][0], {**data["works"][0], "employer": f"演示{char}公司"}]
    with pytest.raises(PaperDataError) as refused:
        typeset("report_form", {**data, "works": works})
    assert refused.value.field == "works.1.employer"
    assert code in refused.value.why


@pytest.mark.parametrize("text", ["ئىلى خەلق", "䶮喆堃𬱖𫍯𠅤", "Ürümqi Ⅳ ① ㎡ ‰", "演示　甲", "e\u0301"])
def test_what_the_faces_have_prints(text):
    """C11: Uyghur, rare 汉字 and the signs of technical texts print; spaces and joiners need no face."""
    printed = text_of(typeset("conduct", {**specimens.ordinary("conduct"), "work": text}))
    assert set("".join(text.split())) <= set(printed) | set("ئىلخەق\u0301é")


@pytest.mark.parametrize("evil", ["演\ud800示", "\ud83d演示", "演\u202e示\u2066甲\u2069", "演\x00\x1b示"])
def test_half_characters_and_marks_that_turn_a_line_are_left_out(evil):
    """C15: a lone surrogate, a right-to-left override, a control character: the rest prints, in order."""
    printed = text_of(typeset("conduct", {**specimens.ordinary("conduct"), "handler": evil}))
    assert "经办人：演示" in printed


def test_three_hundred_pages_of_text():
    """C15: a text of 300 pages flows on, whole, its pages counted, in a bounded memory."""
    program = (
        "import re, sys; from django.conf import settings;"
        f"settings.configure(USE_I18N=False, PAPER_FONTS={settings.PAPER_FONTS!r});"
        "from documents import specimens; from documents.typesetting import typeset;"
        "text = '\\n'.join(f'第{n}段，主持渠道防渗改造工程，节水率由0.52提高到0.71。' * 9 for n in range(2100));"
        "pdf = typeset('report_form', {**specimens.ordinary('report_form'), 'summary': text});"
        "peak = re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1];"
        "sys.stdout.buffer.write(b'%d\\n' % (int(peak) // 1024) + pdf)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    megabytes, pdf = said.split(b"\n", 1)
    pages = pages_of(pdf)
    assert len(pages) >= 300
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1]
    assert all(f"第{number}段" in "".join(pages) for number in (0, 1000, 2099))
    assert int(megabytes) < MOST_MEGABYTES
