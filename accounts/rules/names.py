"""What may stand in a name (民委发〔2016〕33号)."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from accounts.rules.identity import HAN
from accounts.rules.words import Words

SIGNS = "\u00b7 -'’.()（）"
MAX_LENGTH = 100


def name_fault(name: str) -> Words | None:
    """Give what is wrong with a normalised name, or None. Every character of every script is a name's own."""
    if not any(_is_letter(sign) for sign in name):
        return _("姓名里没有文字。请按证件填写。")
    if len(name) > MAX_LENGTH:
        return _("姓名最多100个字，现在是%(length)d个。请核对是否多贴了内容。") % {"length": len(name)}
    strange = next((sign for sign in name if not (_is_letter(sign) or sign in SIGNS)), None)
    if strange is None:
        return None
    if unicodedata.category(strange) == "Co":
        return _("姓名里有一个旧输入法造的字，换一台设备就认不出。请用手写或拆字输入这个字。")
    return _("姓名里有“%(sign)s”，证件上的姓名没有这样的符号。请删掉。") % {"sign": strange}


def _is_letter(sign: str) -> bool:
    return bool(HAN.match(sign)) or unicodedata.category(sign)[0] in "LM"
