"""What an office may be reached by, and what its documents are numbered under."""

import re
import unicodedata

from django.utils.translation import gettext as _

#: 0903-2069736, with an extension 0903-2069736-801; 13900001111; 400-800-1234; 12333.
TELEPHONES = re.compile(r"0\d{2,3}-\d{7,8}(-\d{1,6})?|1[3-9]\d{9}|[48]00-\d{3}-\d{4}|1\d{4}")
#: 发文机关代字 (GB/T 9704-2012, 7.2.5): characters only; the year in 〔〕 and the serial follow by themselves.
PREFIX = re.compile(r"[\u3007\u4e00-\u9fff]{2,12}")


def normal_telephone(text: str) -> str:
    """Give a number as it is printed: half-width, no blanks, a dash after the area code."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(str.maketrans("—–―−－", "-----"))
    plain = re.sub(r"^\((0\d{2,3})\)-?", r"\1-", plain)
    return re.sub(r"^(0(?:[12]\d|[3-9]\d{2}))(\d{7,8})$", r"\1-\2", plain)


def telephone_fault(text: str) -> str:
    """Say why a normal number cannot be rung up; nothing for one that can (C48)."""
    if TELEPHONES.fullmatch(text):
        return ""
    return _("请写成0903-2069736这样：区号、短横线、7位或8位号码；手机号、12333这样的号码也可以。只写一个号码。")


def prefix_fault(text: str) -> str:
    """Say why documents cannot be numbered under a 机关代字; nothing where they can."""
    if PREFIX.fullmatch(text):
        return ""
    return _("机关代字只写汉字，2到12个，如“和地职称办”；年份、序号由系统接在后面。")
