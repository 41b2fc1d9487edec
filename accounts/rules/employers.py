"""What an employer's unified social credit code lets one suspect: hints for people, never a refusal (C01, C02)."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import EmployerKind
from accounts.rules.words import Words

HOTAN = ("6532", "6590")
KINDS: dict[str, tuple[str, ...]] = {
    "91": (EmployerKind.PRIVATE, EmployerKind.OUTSIDE, EmployerKind.STATE_OWNED),
    "92": (EmployerKind.INDIVIDUAL,),
    "93": (EmployerKind.COOPERATIVE,),
    "52": (EmployerKind.NONPROFIT,),
    "11": (EmployerKind.PUBLIC_INSTITUTION,),
    "12": (EmployerKind.PUBLIC_INSTITUTION,),
}


def code_hints(uscc: str, kind: str, division_code: str) -> list[Words]:
    """Give what does not fit between a code, a kind and the work site's division; a branch or a move explains much."""
    hints: list[Words] = []
    usual = KINDS.get(uscc[:2])
    if usual and kind not in usual:
        hints.append(
            _("信用代码以%(start)s开头，通常不是“%(kind)s”，请核对单位类别。")
            % {"start": uscc[:2], "kind": EmployerKind(kind).label}
        )
    region = uscc[2:8]
    if kind == EmployerKind.OUTSIDE:
        if region.startswith("65"):
            hints.append(
                _("信用代码是新疆登记的（%(region)s），而类别是疆外派驻，请核对（C02）。") % {"region": region}
            )
    elif not region.startswith(HOTAN):
        hints.append(
            _("信用代码的登记地（%(region)s）不在和田地区，请核对执照登记地（C01）。") % {"region": region}
        )
    elif (
        division_code.isdigit()
        and not division_code.endswith("99")
        and region[:6] not in (division_code, "653200")
    ):
        hints.append(_("信用代码的登记地（%(region)s）与所选区划不同，请核对。") % {"region": region})
    return hints
