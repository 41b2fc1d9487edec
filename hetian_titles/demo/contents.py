"""What the demonstration's applicants filled in and uploaded: plausible, invented, complete."""

import io
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"  # of the system package fonts-noto-cjk
A4 = (1240, 1754)  # pixels: A4 at 150 dpi
INK, PAPER, RULE = (40, 44, 52), (255, 254, 250), (150, 155, 165)


def contents(
    *, year: int, first_time: bool, school: str, major: str, unit: str, since: int = 9
) -> dict[str, dict[str, Any]]:
    """Give the contents of every section, by section key, for an application of `year`; `since`: years in the work."""
    return {
        "basics": {
            "ethnic_group": "05",
            "political_status": "13",
            "native_place": "新疆和田",
            "work_started_on": f"{year - since}-07",
            "professional_since": f"{year - since}-09",
            "occupation": "施工技术管理",
            "post": "技术员",
            "health": "1",
        },
        **_schooling(year, since, school, major),
        "work": {
            "rows": [
                {
                    "starts_on": f"{year - since}-07",
                    "ends_on": "",
                    "employer": unit,
                    "work": "施工技术管理",
                    "post": "技术员",
                }
            ]
        },
        "current": _current(year, first_time),
        "achievements": _achievements(year),
        "papers": {"rows": []},
        "continuing": _training(year, first_time),
        "appraisals": {
            "years": [{"year": str(year - back), "grade": "qualified", "employer": unit} for back in (1, 2, 3)]
        },
        "summary": {"text": "任现职以来一直在施工一线做技术管理，参加了三个项目，全部一次验收合格。" * 4},
    }


def _schooling(year: int, since: int, school: str, major: str) -> dict[str, dict[str, Any]]:
    return {
        "education": {
            "full_time": [
                {
                    "code": "21",
                    "school": school,
                    "major": major,
                    "graduated_on": f"{year - since}-06",
                    "length": "4",
                    "degree": "bachelor",
                    "certificate_number": "107581201605000123",
                    "chsi_code": "A1B2C3D4E5F6G7H8",
                }
            ],
            "in_service": [],
        },
        "study": {
            "rows": [
                {
                    "starts_on": f"{year - since - 4}-09",
                    "ends_on": f"{year - since}-06",
                    "school": school,
                    "subject": major,
                    "result": "本科毕业",
                    "form": "full_time",
                    "witness": "演示证明人",
                }
            ]
        },
    }


def _achievements(year: int) -> dict[str, Any]:
    return {
        "rows": [
            {
                "phase": "after",
                "starts_on": f"{year - 3}-03",
                "ends_on": f"{year - 2}-11",
                "name": "演示安居工程主体结构施工",
                "role": "lead",
                "work": "负责主体结构技术交底、测量放线和质量检验，编写冬期施工专项方案。",
                "effect": "一次验收合格，工期提前26天，节约费用38.6万元。",
            }
        ]
    }


def _current(year: int, first_time: bool) -> dict[str, Any]:
    if first_time:
        return {"has_title": "no", "has_skill": "no"}
    return {
        "has_title": "yes",
        "title_level": "assistant",
        "title_name": "助理工程师",
        "title_obtained_on": f"{year - 6}-09",
        "title_certificate": "DEMO-0001",
        "title_appointed_on": f"{year - 6}-10",
        "has_skill": "no",
    }


def _training(year: int, first_time: bool) -> dict[str, Any]:
    if first_time:
        return {"given": "no"}
    return {
        "given": "yes",
        "years": [
            {"year": str(year - back), "exempt": "no", "public_hours": "30", "special_hours": "60"}
            for back in range(5)
        ],
    }


def page(title: str, lines: list[str], *, portrait: bool = False) -> Image.Image:
    """Give a drawn page with a title and lines; a portrait is a plain figure in the format of an ID photo."""
    if portrait:
        picture = Image.new("RGB", (358, 441), (78, 140, 206))
        pen = ImageDraw.Draw(picture)
        pen.ellipse((109, 90, 249, 260), fill=(235, 205, 170))
        pen.ellipse((39, 280, 319, 700), fill=(50, 62, 90))
        return picture
    picture = Image.new("RGB", A4, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 60, A4[0] - 60, A4[1] - 60), outline=RULE, width=3)
    pen.text((A4[0] / 2, 220), title, fill=INK, anchor="mm", font=_font(56))
    for place, line in enumerate(lines):
        pen.text((140, 360 + place * 70), line, fill=INK, font=_font(34))
    return picture


def scan(title: str, number: str, kind: str, *, portrait: bool = False, scale: float = 1) -> bytes:
    """Give one file of the wanted kind (jpeg, png or pdf) that says 演示 all over, `scale` times its usual size."""
    picture = page(
        title, ["演示材料，不是真实证件", f"编号 {number}", "姓名、照片和单位已遮盖"], portrait=portrait
    )
    if scale != 1 and not portrait:
        picture = picture.resize((int(picture.width * scale), int(picture.height * scale)))
    out = io.BytesIO()
    picture.save(out, {"jpeg": "JPEG", "png": "PNG", "pdf": "PDF"}[kind], quality=80, resolution=150.0)
    return out.getvalue()


def _font(size: int) -> Any:
    return ImageFont.truetype(FONT, size)
