"""What an employer writes of several people: taken up with the name alone changed, and repeated never unseen."""

from applications.rules.opinions import repeated, taken_up

WRITTEN = {
    "opinion": "已核对买买提·吐尔逊的原件。",
    "recommendation": "同意推荐买买提·吐尔逊。",
    "conduct_work": "工作认真。",
    "notice_achievements": "建成三期工程。",
}


def test_only_what_is_empty_is_taken_up_and_never_the_achievements() -> None:
    """C43: what was typed stays; the whole name is changed; each person's achievements are his own."""
    now = {"opinion": " ", "recommendation": "我自己写的。"}
    found = taken_up(WRITTEN, of="买买提·吐尔逊", now=now, name="李明")
    assert found == {"opinion": "已核对李明的原件。", "conduct_work": "工作认真。"}


def test_the_same_words_of_somebody_else_are_found_whatever_the_name() -> None:
    """C43: names and spaces apart, one field with the same field; what is empty repeats nothing."""
    texts = {"opinion": "已核对李明的原件。", "recommendation": "", "conduct_work": "建成三期工程。"}
    others = [("买买提·吐尔逊", WRITTEN | {"recommendation": ""})]
    assert repeated(texts, name="李明", others=others) == ("opinion",)
    assert repeated({"conduct_work": "工作 认真。\n"}, name="李明", others=others) == ("conduct_work",)
    assert repeated({"conduct_work": "工作很认真。"}, name="李明", others=others) == ()
    assert repeated(texts, name="李明", others=[]) == ()
