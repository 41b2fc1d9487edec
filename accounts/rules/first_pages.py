"""Where a person begins, by role."""

from accounts.enums import Role

APPLICANT = "applications:home"
FIRST_PAGES: dict[str, str] = {
    Role.EMPLOYER_CLERK: "employer:home",
    Role.EMPLOYER_HEAD: "employer:home",
    Role.REVIEWER: "desk:queue",
    Role.TITLE_OFFICER: "office:dashboard",
    Role.COMMITTEE_SECRETARY: "committee:meetings",
    Role.COMMITTEE_CHAIR: "committee:countersign",
    Role.EXPERT: "reading:meetings",
    Role.SUPERVISOR: "supervision:overview",
}


def first_page(role: str) -> str:
    """Give the name of a role's first page; an empty role is a person who acts for himself."""
    return FIRST_PAGES.get(role, APPLICANT)
