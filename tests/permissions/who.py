"""Everybody who may knock at an address: each role in the unit that owns the object, and the same role in another."""

from enum import StrEnum, auto


class Who(StrEnum):
    """A person in one capacity. APPLICANT is whoever the object belongs to; an OTHER holds the same role elsewhere."""

    STRANGER = auto()
    APPLICANT = auto()
    OTHER_APPLICANT = auto()
    CLERK = auto()
    OTHER_CLERK = auto()
    HEAD = auto()
    OTHER_HEAD = auto()
    REVIEWER = auto()
    OTHER_REVIEWER = auto()
    SECTOR_REVIEWER = auto()
    OTHER_SECTOR_REVIEWER = auto()
    COUNTY_OFFICER = auto()
    OTHER_COUNTY_OFFICER = auto()
    OFFICER = auto()
    SECRETARY = auto()
    OTHER_SECRETARY = auto()
    CHAIR = auto()
    OTHER_CHAIR = auto()
    CHAIR_BESIDE = auto()
    EXPERT = auto()
    OTHER_EXPERT = auto()
    SUPERVISOR = auto()
    COUNTY_SUPERVISOR = auto()
    OTHER_SUPERVISOR = auto()
    ADMINISTRATOR = auto()


People = frozenset[Who]
NOBODY: People = frozenset()
EVERYBODY: People = frozenset(Who)
SIGNED_IN = EVERYBODY - {Who.STRANGER}
FOR_THEMSELVES = frozenset({Who.APPLICANT, Who.OTHER_APPLICANT, Who.ADMINISTRATOR})
UNIT = frozenset({Who.CLERK, Who.HEAD})
UNITS = UNIT | {Who.OTHER_CLERK, Who.OTHER_HEAD}
REVIEWERS = frozenset({Who.REVIEWER, Who.OTHER_REVIEWER, Who.SECTOR_REVIEWER, Who.OTHER_SECTOR_REVIEWER})
OFFICERS = frozenset({Who.COUNTY_OFFICER, Who.OTHER_COUNTY_OFFICER, Who.OFFICER})
DESKS = REVIEWERS | OFFICERS
SECRETARIES = frozenset({Who.SECRETARY, Who.OTHER_SECRETARY})
CHAIRS = frozenset({Who.CHAIR, Who.OTHER_CHAIR, Who.CHAIR_BESIDE})
EXPERTS = frozenset({Who.EXPERT, Who.OTHER_EXPERT})
SUPERVISORS = frozenset({Who.SUPERVISOR, Who.COUNTY_SUPERVISOR, Who.OTHER_SUPERVISOR})
#: The supervisors whose area is that of the county of the object.
OVERSEERS = SUPERVISORS - {Who.OTHER_SUPERVISOR}
#: Whoever acts for an office, in whatever role but an expert's, who sees no paper that names somebody.
OFFICIALS = DESKS | SECRETARIES | CHAIRS | SUPERVISORS

#: Who holds the same role in different units, and whoever holds a role in the unit of the object.
SAME_ROLE = (UNITS, REVIEWERS, OFFICERS, SECRETARIES, CHAIRS, EXPERTS, SUPERVISORS)
NEAREST = EVERYBODY - {
    Who.OTHER_CLERK,
    Who.OTHER_HEAD,
    Who.OTHER_REVIEWER,
    Who.OTHER_SECTOR_REVIEWER,
    Who.OTHER_COUNTY_OFFICER,
    Who.OTHER_SECRETARY,
    Who.OTHER_CHAIR,
    Who.CHAIR_BESIDE,
    Who.OTHER_EXPERT,
    Who.COUNTY_SUPERVISOR,
    Who.OTHER_SUPERVISOR,
}


#: Who tries what is open to strangers, where nobody is asked who he is.
ANYBODY = (Who.STRANGER, Who.APPLICANT, Who.CLERK, Who.OFFICER, Who.ADMINISTRATOR)


def knocking(insiders: People) -> list[Who]:
    """Give who tries an address: every role in the unit of the object, and elsewhere each role that has a right there."""
    if Who.STRANGER in insiders:
        return list(ANYBODY)
    if insiders == SIGNED_IN:
        return sorted(NEAREST)
    return sorted(NEAREST.union(*(group for group in SAME_ROLE if group & insiders)))
