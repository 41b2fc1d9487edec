"""A typed text with the words covered that give somebody away: all of them, and not the rest of the sentence."""

import pytest

from documents.scans.identity import COVER, Identity, covered, tokens

UYGHUR = Identity("买买提·吐尔逊江·阿布都热依木", "和田示例建筑工程有限公司", "653201199003150012", "13909030001")
HAN = Identity("王小明", "墨玉示例农业科技有限公司", "653222198501010019", "13909030002")


@pytest.mark.parametrize(
    ("who", "text", "read"),
    [
        (UYGHUR, "我叫买买提·吐尔逊江·阿布都热依木。", f"我叫{COVER}。"),
        (UYGHUR, "我叫买买提 吐尔逊江 阿布都热依木。", f"我叫{COVER}。"),
        (UYGHUR, "阿布都热依木负责质检，吐尔逊江签字", f"{COVER}负责质检，{COVER}签字"),
        (UYGHUR, "电话１３９０９０３０００１、139 0903 0001", f"电话{COVER}、{COVER}"),
        (UYGHUR, "身份证653201199003150012", f"身份证{COVER}"),
        (UYGHUR, "在示例建筑工程公司工作", f"在{COVER}公司工作"),
        (UYGHUR, "买买提·吐尔逊江·阿不都热依木", COVER),
        (HAN, "王 小 明同志", f"{COVER}同志"),
        (HAN, "Wang Xiaoming, XIAOMING WANG", f"{COVER}, {COVER}"),
        (HAN, "小明王", COVER),
        (HAN, "没有一个字要遮，2020年完成3.5公里管道。", "没有一个字要遮，2020年完成3.5公里管道。"),
        (HAN, "王先生和小李；明天完工", "王先生和小李；明天完工"),
        (Identity("李䶮"), "李子和李䶮", f"李子和{COVER}"),
        (HAN, "", ""),
    ],
)
def test_what_names_somebody_is_covered(who: Identity, text: str, read: str):
    """Whatever the width, the dots, the order or the script; a rare character stands for no other where one types."""
    assert covered(text, tokens(who)) == read


def test_the_cover_says_nothing_of_what_lies_below():
    """Every name leaves the same: its length is one more trace."""
    long, short = (covered(f"我是{who.name}。", tokens(who)) for who in (UYGHUR, HAN))
    assert long == short
