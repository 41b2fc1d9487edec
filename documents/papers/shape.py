"""From a JSON-ready dict to the frozen dataclass of a form, with a clear error for the field that is wrong.

Dates come as ISO strings (`"2025-02-17"`), moments as ISO strings with an offset, money as a string or a number.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

#: Control characters, surrogates and the marks that reorder a line; line ends and tabs stay.
_NOT_PRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
IMAGE_STARTS = ("data:image/png;base64,", "data:image/jpeg;base64,")


class PaperDataError(ValueError):
    """The data do not fit the form. `field` is the dotted name of the field, as `person.name`."""

    def __init__(self, field: str, why: str):
        self.field = field
        self.why = why
        super().__init__(f"{field}: {why}")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper carries.

    code: the paper's own code, printed at the top right, as an application number with a version.
    version: 版本摘要, the beginning of the digest of what is printed; another content has another one.
    code_url: the address that matches the paper with its file; printed as a QR code when given.
    at: when the paper was made; becomes the creation date of the PDF, nothing else.
    draft: print 草稿 across the page (before submission).
    contact_phone, supervision_phone: the telephones of C48, printed on every notice.
    wording: what the office says in the paragraphs that it may word itself, by paragraph (`documents.wording`).
    """

    code: str = ""
    version: str = ""
    code_url: str = ""
    at: datetime | None = None
    draft: bool = False
    contact_phone: str = ""
    supervision_phone: str = ""
    wording: dict[str, str] = field(default_factory=dict)


class OtherShape(PaperDataError):
    """The data are those of another edition of the form: a field is missing, or is none of it any more."""


#: Diameters in mm of the seals of public bodies (国发〔1999〕25号) and of those for one purpose.
SEALS_MM = (38, 40, 42, 45)


def strings_in(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Give each text of a paper with the dotted name of its field."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from strings_in(part, f"{where}.{number}")
    elif dataclasses.is_dataclass(value):
        for name in value.__dataclass_fields__:
            yield from strings_in(getattr(value, name), f"{where}.{name}" if where else name)


def build(shape: type, data: dict[str, Any], *, blank: bool = False, where: str = "") -> Any:
    """Give an instance of `shape` filled from `data`.

    With `blank`, fields that are missing are left empty, for a form to be filled in by hand.
    Raises PaperDataError, naming the first field that is missing, unknown or of a wrong kind.
    """
    if not isinstance(data, dict):
        raise PaperDataError(where or shape.__name__, "应为字段表")
    fields = {each.name: each for each in dataclasses.fields(shape)}
    hints = typing.get_type_hints(shape)
    for unknown in sorted(set(data) - set(fields)):
        raise OtherShape(where + unknown, "表上没有这一项")
    values = {}
    for name, own in fields.items():
        if name in data:
            values[name] = _convert(hints[name], data[name], where + name, blank)
        elif _is_required(own):
            if not blank:
                raise OtherShape(where + name, "缺少这一项")
            values[name] = _empty(hints[name])
    return shape(**values)


def _is_required(own: dataclasses.Field) -> bool:
    return own.default is dataclasses.MISSING and own.default_factory is dataclasses.MISSING


def _empty(hint: Any) -> Any:
    if dataclasses.is_dataclass(hint):
        return build(typing.cast(type, hint), {}, blank=True)
    if typing.get_origin(hint) is tuple:
        return ()
    return {str: "", bool: False}.get(hint)


def _convert(hint: Any, value: Any, where: str, blank: bool) -> Any:
    if isinstance(hint, types.UnionType):
        if value is None or value == "":
            return None
        hint = next(part for part in hint.__args__ if part is not type(None))
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, (list, tuple)):
            raise PaperDataError(where, "应为列表")
        inner = typing.get_args(hint)[0]
        return tuple(_convert(inner, part, f"{where}.{n}", blank) for n, part in enumerate(value))
    if dataclasses.is_dataclass(hint):
        return build(typing.cast(type, hint), value, blank=blank, where=where + ".")
    if typing.get_origin(hint) is dict:
        if not isinstance(value, dict):
            raise PaperDataError(where, "应为字段表")
        return {name: _scalar(str, text, f"{where}.{name}") for name, text in value.items()}
    return _scalar(hint, value, where)


def _scalar(hint: type, value: Any, where: str) -> Any:
    try:
        return _READERS[hint](value)
    except (ValueError, TypeError, InvalidOperation) as wrong:
        raise PaperDataError(where, f"内容不对：{value!r:.60}") from wrong


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return _NOT_PRINTED.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        raise TypeError(value)
    return value if isinstance(value, date) else date.fromisoformat(value)


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _money(value: Any) -> Decimal:
    if isinstance(value, (bool, float)):
        raise TypeError(value)
    amount = Decimal(value)
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(value)
    return amount


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


class Picture(str):
    """A PNG or JPEG as a `data:` address; nothing else may stand where a picture is expected."""


NO_PICTURE = Picture("")


@dataclass(frozen=True, kw_only=True)
class Sealed(Paper):
    """A paper on which the office's seal may be printed, where it would else be put by hand.

    seal: the seal on nothing, cut out along its edge; seal_mm: its diameter, one of SEALS_MM.
    """

    seal: Picture = NO_PICTURE
    seal_mm: int = SEALS_MM[2]


def _picture(value: Any) -> Picture:
    if not isinstance(value, str):
        raise TypeError(value)
    if value and not (value.startswith(IMAGE_STARTS) and _BASE64.fullmatch(value, value.index(",") + 1)):
        raise ValueError("not a data: image")
    return Picture(value)


_READERS: dict[type, typing.Callable[[Any], Any]] = {
    str: _text,
    date: _day,
    datetime: _moment,
    int: _whole,
    Decimal: _money,
    bool: _flag,
    Picture: _picture,
}
