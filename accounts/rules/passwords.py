"""What a password must be (GB/T 22239-2019, 身份鉴别 a)."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.rules.words import Words

MIN_LENGTH = 8
CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
MIN_CLASSES = 3
WEAK = re.compile(
    r"(p[a@]ssw[o0]rd|abc1234?5?6?|abcd1234|qwer!?1?234|1qaz2wsx|1q2w3e4r|admin@?123|hetian@?123|xinjiang|welcome|aa123456)"
    r"[0-9!@#.]{0,3}"
)
HINT = _("至少8位，大写字母、小写字母、数字、符号里至少用3种；不能含姓名、证件号码、手机号码。")


def password_faults(password: str, private: Iterable[str]) -> list[Words]:
    """Give what is wrong with a password; `private`: the person's name and numbers, which it may not contain."""
    faults: list[Words] = []
    if len(password) < MIN_LENGTH:
        faults.append(_("密码至少8位，现在是%(length)d位。") % {"length": len(password)})
    if sum(bool(re.search(kind, password)) for kind in CLASSES) < MIN_CLASSES:
        faults.append(_("大写字母、小写字母、数字、符号里至少用3种。"))
    if any(len(part) > 1 and part.lower() in password.lower() for part in private):
        faults.append(_("密码里不能有您的姓名、证件号码或手机号码，别人容易猜到。"))
    if WEAK.fullmatch(password.lower()):
        faults.append(_("这个密码太常见，别人容易猜到。请换一个。"))
    return faults
