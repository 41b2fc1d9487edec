"""Names and numbers of people: normal form, validity, masks (GB 11643, GB 32100, 民委发〔2016〕33号)."""

import re
import unicodedata
from datetime import date

from stdnum.cn import ric, uscc

DOTS = "\u00b7\u2022\u2027\u30fb\u22c5\u0387\u2219\uff0e\u3002.\u318d\u16eb\u2e31\uff65\u2024\ufe52"
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
PHONE = re.compile(r"1[3-9]\d{9}")
FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}


def normal_name(text: str) -> str:
    """Give a name in normal form: NFC, no spaces in a Han-script name, its dots U+00B7 (never NFKC)."""
    text = unicodedata.normalize("NFC", UNSEEN.sub("", text))
    if not HAN.search(text):
        return " ".join(text.split())
    text = re.sub(r"\s+", "", text)
    return re.sub("[" + re.escape(DOTS) + "]+", "\u00b7", text).strip("\u00b7")


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names are one; a dot between the parts may be left out, as people do who copy a name."""
    first, second = (normal_name(name).replace("\u00b7", "") for name in (one, other))
    return bool(first) and first == second


def normal_document(text: str) -> str:
    """Give a document number without spaces and dashes, in half-width capitals."""
    return re.sub(r"[\s\-—－]", "", text).translate(FULL_WIDTH).upper()


def normal_phone(text: str) -> str:
    """Give a mobile number as 11 digits where it is one, without +86 and separators."""
    digits = re.sub(r"[\s\-—－()（）]", "", text).translate(FULL_WIDTH)
    return re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", digits)


def is_phone(text: str) -> bool:
    """Tell whether a normalised number is a mobile number of the mainland."""
    return bool(PHONE.fullmatch(text))


def is_id_card(text: str, today: date) -> bool:
    """Tell whether a normalised number is a resident's ID number: check digit and a possible birth date (GB 11643)."""
    try:
        if len(text) != 18 or not text[:17].isdigit() or ric.calc_check_digit(text) != text[17]:
            return False
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born <= today


def is_uscc(text: str) -> bool:
    """Tell whether a normalised code is a unified social credit code: alphabet and check digit (GB 32100)."""
    return bool(uscc.is_valid(text))


def masked_document(number: str) -> str:
    """Give a document number with its first three and last four characters, as posted papers print it (C46)."""
    return number[:3] + "*" * max(len(number) - 7, 4) + number[-4:] if len(number) > 7 else "*" * len(number)


def masked_phone(number: str) -> str:
    """Give a telephone number as 138****1234."""
    return number[:3] + "****" + number[-4:] if len(number) >= 8 else "*" * len(number)


def name_parts(name: str) -> list[str]:
    """Give a name's parts, each but the last with its dot, so that a line breaks there and nowhere else."""
    parts = name.split("\u00b7")
    return [part + "\u00b7" for part in parts[:-1]] + parts[-1:]
