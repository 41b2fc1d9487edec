"""The 缴款码: 20 digits with a check digit."""

import re

from stdnum.iso7064 import mod_11_10

REGION, ITEM = "6532", "01"


def payment_code(*, year: int, serial: int) -> str:
    """Give 6532, year, item 01, nine digits, check digit (ISO 7064 MOD 11,10); ValueError beyond nine digits."""
    if not 0 < serial <= 999_999_999:
        raise ValueError("a payment's serial has one to nine digits")
    body = f"{REGION}{year:04d}{ITEM}{serial:09d}"
    return body + str(mod_11_10.calc_check_digit(body))


def normal_code(text: str) -> str:
    """Give a code as somebody typed it, or as a table cell holds it, as bare digits."""
    return re.sub(r"[\s\-'’]", "", text)


def is_payment_code(code: str) -> bool:
    """Tell whether a normal code has 20 digits and the right check digit."""
    return bool(re.fullmatch(r"\d{20}", code)) and mod_11_10.is_valid(code)
