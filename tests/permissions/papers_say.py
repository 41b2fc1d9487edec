"""Who may say what papers say: the rows of `tests.permissions.matrix` for the pages of one room."""

from dataclasses import asdict

from review.forms.wording import digest_of
from review.services.contacts import Contacts
from tests.permissions.row import Row
from tests.permissions.who import OFFICERS, Who

OFFICER = frozenset({Who.OFFICER})
ONLY_SENT_TO, SHOWN = frozenset({405}), frozenset({200})
REFUSED = frozenset({422})  # without a file
SEAL = {"began": digest_of({}), "mm": "42"}
NO_WORDS = digest_of({})
STANDING = asdict(Contacts("0903-2069736", "0903-2069176", "和地职称办", ""))
CONTACTS = STANDING | {"began": digest_of(STANDING), "contact_phone": "0903-1000001"}

PAPERS_SAY: dict[str, Row] = {
    "office:wordings": Row({"committee": OFFICER}),
    "office:faces": Row({"committee": OFFICER}),
    "office:face": Row({"committee": OFFICER}, post={}, sent=REFUSED, writes=False, args={"kind": "fang"}),
    "office:face_preview": Row(
        {"committee": OFFICER},
        get=ONLY_SENT_TO,
        post={"began": digest_of({})},
        sent=SHOWN,
        writes=False,
        args={"kind": "fang"},
    ),
    "office:face_use": Row(
        {"committee": OFFICER},
        get=ONLY_SENT_TO,
        post={"began": digest_of({})},
        writes=False,
        args={"kind": "fang"},
    ),
    "office:seals": Row({"committee": OFFICERS}),
    "office:seal": Row({"committee": OFFICERS}, post=SEAL, sent=REFUSED, writes=False, args={"kind": "official"}),
    "office:seal_preview": Row(
        {"committee": OFFICERS},
        get=ONLY_SENT_TO,
        post=SEAL,
        sent=SHOWN,
        writes=False,
        args={"kind": "official"},
    ),
    "office:seal_remove": Row(
        {"committee": OFFICERS}, get=ONLY_SENT_TO, post=SEAL, writes=False, args={"kind": "official"}
    ),
    "office:wording": Row(
        {"committee": OFFICER},
        post={"began": NO_WORDS, "limit": "逾期不再提交的，不予受理。"},
        args={"form": "return_letter"},
    ),
    "office:wording_preview": Row(
        {"committee": OFFICER},
        get=ONLY_SENT_TO,
        post={"began": NO_WORDS},
        sent=SHOWN,
        writes=False,
        args={"form": "return_letter"},
    ),
    "office:contacts": Row({"committee": OFFICER}, post=CONTACTS),
    "office:contacts_preview": Row(
        {"committee": OFFICER},
        get=ONLY_SENT_TO,
        post=CONTACTS,
        sent=SHOWN,
        writes=False,
        args={"paper": "result_publicity"},
    ),
}
