"""Random codes that stand for an expert or a case and tell nothing of either; none is misread off a print."""

import secrets

#: No character that another is taken for: 0 O Q D, 1 I L, 2 Z, 5 S, 8 B, U V.
CHARACTERS = "34679ACEFGHJKMNPRTWXY"
OF_EXPERT, OF_CASE = 6, 8


def expert_code() -> str:
    """Give a new code for a member of a committee: it is what the watermark shows (materials.md, Blind copies)."""
    return _random(OF_EXPERT)


def case_code() -> str:
    """Give a new code under which an application enters one meeting (committee.md, Before the meeting)."""
    return _random(OF_CASE)


def _random(length: int) -> str:
    return "".join(secrets.choice(CHARACTERS) for _place in range(length))
