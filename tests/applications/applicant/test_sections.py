"""The declaration of the form."""

from applications.enums import SectionKey
from applications.sections import SECTIONS, asked, field_label, labelled


def test_every_section_is_declared_in_the_order_of_the_printed_form() -> None:
    """C15: nothing of the form is left undeclared."""
    assert list(SECTIONS) == list(SectionKey)
    assert [spec.number for spec in SECTIONS.values()] == list(range(1, len(SECTIONS) + 1))


def test_no_name_is_used_twice_in_a_section_or_row() -> None:
    """C25: a fault is pinned to a field by its name, so a name means one field."""
    for spec in SECTIONS.values():
        names = [field.name for field in spec.fields] + [rows.name for rows in spec.rows]
        assert len(names) == len(set(names)), spec.key
        for rows in spec.rows:
            columns = [field.name for field in rows.fields]
            assert len(columns) == len(set(columns)), rows.name
            assert max(len(f"{rows.name}-99-{column}") for column in columns) <= 50


def test_labelled_says_codes_months_and_rows_in_words() -> None:
    """C25: a reviewer reads words, not codes."""
    data = {"full_time": [{"code": "31", "school": "和田示例学院", "graduated_on": "2009-07", "degree": "none"}]}
    said = {name: (label, shown) for name, label, shown in labelled("education", data)}
    assert said["full_time-0-code"] == ("全日制最高学历，学历", "大学专科毕业")
    assert said["full_time-0-graduated_on"] == ("全日制最高学历，毕业时间", "2009年7月")
    assert "full_time-0-school_class" not in said


def test_labelled_keeps_what_was_typed_and_is_not_valid() -> None:
    """C15: nothing of what a person typed is lost on the way to a screen."""
    said = {
        name: shown for name, _label, shown in labelled("basics", {"work_started_on": "二〇一〇", "health": "9"})
    }
    assert said["work_started_on"] == "二〇一〇"
    assert said["health"] == "9"


def test_a_technical_school_class_is_asked_only_of_its_graduates() -> None:
    """C13: the class counts as a level of education, so it is asked where it can exist."""
    fields = SECTIONS["education"].rows[0].fields
    names = [field.name for field in asked(fields, {"code": "47"}, {})]
    assert "school_class" in names
    assert "school_class" not in [field.name for field in asked(fields, {"code": "21"}, {})]


def test_a_pinned_field_has_its_label() -> None:
    """C24: every returned item says which field it concerns."""
    assert field_label("current", "title_appointed_on") == "聘任时间"
    assert field_label("work", "rows-2-employer") == "工作经历第3项，单位"
    assert field_label("work", "nothing") == ""
