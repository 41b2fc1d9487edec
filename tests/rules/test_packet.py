"""What an expert reads of a form: the fields on the list alone, no word of the person in them."""

import re

from applications.enums import SectionKey
from applications.sections import SECTIONS
from documents.scans.identity import COVER, Identity
from review.rules.packet import SHOWN, parts_of, sought_in
from tests.stories import CONTENTS

WHO = Identity("王小明", "和田示例建筑工程有限公司", "653201199003150012", "13909030001")
#: Fields by whose name alone one sees that they name somebody.
NAMING = re.compile(r"school(?!_class)|employer|certificate|number|address|native|witness|chsi|ethnic|born|gender")


def test_no_field_that_names_somebody_is_on_the_list():
    """C21: and every field on it is one that the form has."""
    for key, names in SHOWN.items():
        spec = SECTIONS[key]
        known = {field.name for field in (*spec.fields, *(field for rows in spec.rows for field in rows.fields))}
        assert {*names} <= known, key
        assert not [name for name in names if NAMING.match(name)]


def test_each_section_in_the_order_in_which_it_counts():
    """C21, C32: what somebody did comes first; what is empty is left out."""
    parts = parts_of(CONTENTS, sought_in(CONTENTS, WHO))
    assert [part.label for part in parts][:2] == ["个人总结", "业绩成果"]
    assert "您" not in str([value[0] for part in parts for entry in part.entries for value in entry.values])
    assert "论文著作" not in [part.label for part in parts]
    years = next(part for part in parts if part.label == str(SectionKey.APPRAISALS.label))
    assert (years.entries[0].label, years.entries[0].values) == ("2024年度", [("考核结果", "优秀")])


def test_former_employers_and_witnesses_are_covered_in_the_text():
    """C21: what the form says in one place is not read in another."""
    data = {
        SectionKey.WORK: {"rows": [{"employer": "墨玉路桥工程公司", "work": "在墨玉路桥工程公司做测量"}]},
        SectionKey.STUDY: {"rows": [{"witness": "李强", "subject": "师从李强"}]},
        SectionKey.CURRENT: {
            "has_title": "yes",
            "title_certificate": "6532-0120",
            "title_name": "助理工程师65320120",
        },
        SectionKey.SUMMARY: {"text": "案号2025-P-000123"},
    }
    said = str(parts_of(data, sought_in(data, WHO, "2025-P-000123")))
    for word in ("路桥", "李强", "6532", "000123"):
        assert word not in said
    assert said.count(COVER) == 4


def test_a_short_word_for_an_employer_covers_no_half_of_the_text():
    """公司 and 学校 name nobody."""
    data = {
        SectionKey.WORK: {
            "rows": [{"employer": "公司", "work": "在公司做测量"}, {"employer": "", "work": "在家务农"}]
        }
    }
    assert COVER not in str(parts_of(data, sought_in(data, WHO)))


def test_a_form_of_nonsense_does_not_break_the_page():
    """What was stored oddly counts as nothing."""
    data = {
        SectionKey.WORK: {"rows": "x"},
        SectionKey.SUMMARY: {"text": None},
        SectionKey.STUDY: {"rows": [1, None]},
    }
    assert parts_of(data, sought_in(data, WHO)) == []
