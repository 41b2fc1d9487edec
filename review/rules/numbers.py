"""Numbers of certificates and of result documents: how they are made, read and checked."""

import re
import unicodedata

from stdnum.iso7064 import mod_37_36

from campaigns.enums import Kind, Level

REGION = "6532"
CERTIFICATE_LENGTH = 17
CERTIFICATE = re.compile(r"6532\d{4}[CPS][1-5]\d{6}[0-9A-Z]")


def certificate_number(*, year: int, kind: Kind, level: Level, serial: int) -> str:
    """Give a certificate's number: 6532, year, kind, level, six digits, check character (ISO 7064 MOD 37,36).

    Raises ValueError when the serial leaves its six digits.
    """
    if not 0 < serial <= 999_999:
        raise ValueError("a certificate's serial has one to six digits")
    body = f"{REGION}{year:04d}{kind.letter}{level.digit}{serial:06d}"
    return body + str(mod_37_36.calc_check_digit(body))


def normal_certificate_number(text: str) -> str:
    """Give a number as somebody typed it, half-width capitals, without spaces and dashes."""
    return re.sub(r"[\s\-—－]", "", unicodedata.normalize("NFKC", text)).upper()


def is_certificate_number(number: str) -> bool:
    """Tell whether a normal number has the form and the check character of one of ours."""
    return bool(CERTIFICATE.fullmatch(number)) and mod_37_36.is_valid(number)


def grouped_certificate_number(number: str) -> str:
    """Give the number in groups as it is printed: 6532 2025 P3 000318 K."""
    return " ".join((number[:4], number[4:8], number[8:10], number[10:16], number[16:]))


def document_number(prefix: str, year: int, serial: int) -> str:
    """Give a document's number: 和地职称办〔2025〕3号 (GB/T 9704, no leading zero)."""
    return f"{prefix}〔{year}〕{serial}号"


def serial_of(number: str, prefix: str, year: int) -> int:
    """Give the serial of a document of that prefix and year, or 0: the notice itself has used up a number."""
    match = re.fullmatch(rf"{re.escape(prefix)}〔{year}〕(\d+)号", number)
    return int(match.group(1)) if match else 0
