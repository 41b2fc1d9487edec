"""Whether an identity document's number can be right, and if not, what to look at (GB 11643, reference-data §8)."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from accounts.enums import DocumentKind
from accounts.rules.identity import is_id_card
from accounts.rules.words import Words

PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
RESIDENCE = ("81", "82", "83")
FOREIGN = re.compile(r"9\d{16}[\dX]")
PASSPORT = re.compile(r"[A-Z0-9]{5,20}")


def document_fault(kind: str, number: str, today: date) -> Words | None:
    """Give what is wrong with a normalised number of a kind of document, and what to do; None when it can be right."""
    if kind == DocumentKind.PASSPORT:
        fits = PASSPORT.fullmatch(number)
        return None if fits else _("护照号码是5到20位字母和数字。请对照护照首页逐位核对。")
    if kind == DocumentKind.FOREIGN_PERMANENT:
        fits = FOREIGN.fullmatch(number)
        return None if fits else _("外国人永久居留身份证号码是18位，以9开头。请对照证件逐位核对。")
    return _eighteen_fault(number, today) or _prefix_fault(kind, number)


def _prefix_fault(kind: str, number: str) -> Words | None:
    if kind == DocumentKind.HMT_RESIDENCE and not number.startswith(RESIDENCE):
        return _("港澳台居民居住证号码以81、82或83开头。如果您用的是居民身份证，请改选证件类型。")
    return None


def _eighteen_fault(number: str, today: date) -> Words | None:
    if len(number) != 18:
        return _("现在是%(length)d位，应为18位。请对照证件逐位核对。") % {"length": len(number)}
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return _("前17位应全是数字，末位是数字或字母X。请对照证件逐位核对。")
    if not PROVINCE.match(number):
        return _("开头两位不是任何一个省级地区的代码。请对照证件逐位核对。")
    if is_id_card(number, today):
        return None
    return _check_fault(number)


def _check_fault(number: str) -> Words:
    if ric.calc_check_digit(number) != number[17]:
        return _("第18位校验码对不上，可能有一位打错了。请对照证件逐位核对。")
    return _("第7到14位的出生日期不存在。请对照证件逐位核对。")
