"""People who do not exist, and what papers say of them."""

import random
from dataclasses import dataclass, replace

from stdnum.cn import ric

HAN = (
    *(
        "王伟",
        "李娜",
        "张建国",
        "刘秀英",
        "陈䶮",
        "赵堃",
        "孙喆",
        "周子墨",
        "欧阳晓燕",
        "司马志强",
        "马·秀兰".replace("·", ""),
    ),
    *(
        "吴一凡",
        "郑国栋",
        "冯雪",
        "褚卫东",
        "蒋丽华",
        "韩梅",
        "杨帆",
        "朱琳",
        "秦岭",
        "许文强",
        "何静",
        "吕方",
        "施红",
    ),
)
UYGHUR = (
    *(
        "买买提",
        "吐尔逊江",
        "阿布都热依木",
        "阿依古丽",
        "努尔麦麦提",
        "热孜万古丽",
        "艾合买提",
        "祖丽胡马尔",
        "阿卜杜拉",
        "古丽娜尔",
    ),
    *("麦麦提明", "玉苏普", "帕提古丽", "吾买尔", "阿不来提", "肉孜", "图尔荪", "海热古丽", "伊力亚斯", "亚森"),
)
DOTS = ("·", "·", "·", "・")
TRADES = (
    "建筑工程",
    "水利",
    "农业科技",
    "电力安装",
    "食品",
    "地毯",
    "园林绿化",
    "信息技术",
    "路桥",
    "玉石工艺",
    "纺织",
    "检测",
)
HOUSES = ("昆仑", "玉河", "天山", "绿洲", "丝路", "金胡杨", "塔里木", "博斯坦", "华凌", "新盛", "恒远", "瑞达")
PLACES = ("和田市", "墨玉县", "皮山县", "洛浦县", "策勒县", "于田县", "民丰县", "和田", "新疆")
FORMS = ("有限责任公司", "有限公司", "股份有限公司", "农民专业合作社")
SCHOOLS = (
    "新疆北岭大学",
    "和田绿洲职业技术学院",
    "乌鲁木齐东湖学院",
    "西域工程大学",
    "喀什河师范学院",
    "天山农林大学",
)
MAJORS = (
    "土木工程",
    "水利水电工程",
    "农学",
    "会计学",
    "计算机科学与技术",
    "机械设计制造及其自动化",
    "园林",
    "食品科学与工程",
)
#: Parts of names that are written in two ways, and people with either are not the same.
TWINS = {
    "阿布都": "阿不都",
    "买买提": "麦麦提",
    "阿依": "阿伊",
    "吐尔逊": "吐尔孙",
    "伟": "炜",
    "娜": "丽",
    "国": "华",
    "秀": "绣",
    "文": "雯",
}


@dataclass(frozen=True)
class Facts:
    """What a paper can say of a person, in its own words."""

    name: str
    id_number: str
    employer: str
    phone: str
    school: str
    certificate_number: str
    hours: str

    def but(self, **others: str) -> "Facts":
        """Give the same with other values."""
        return replace(self, **others)


def person(rng: random.Random) -> Facts:
    """Give somebody who does not exist; the ID number is valid in form."""
    return Facts(
        name=_name(rng),
        id_number=_id_number(rng),
        employer=rng.choice(PLACES) + rng.choice(HOUSES) + rng.choice(TRADES) + rng.choice(FORMS),
        phone="1" + rng.choice("35789") + _digits(rng, 9),
        school=rng.choice(SCHOOLS),
        certificate_number=_digits(rng, 5).replace("0", "1") + "20" + _digits(rng, 11),
        hours=str(rng.randrange(24, 96)),
    )


def twin(facts: Facts, rng: random.Random) -> Facts:
    """Give somebody whose name differs from this one's in a character or two, as a namesake's does, or wholly."""
    for part, other in TWINS.items():
        if part in facts.name and rng.random() < 0.6:
            return facts.but(name=facts.name.replace(part, other, 1))
    while (name := _name(rng)) == facts.name:
        pass
    return facts.but(name=name)


def _name(rng: random.Random) -> str:
    if rng.random() < 0.45:
        return rng.choice(HAN)
    parts = rng.sample(UYGHUR, 3 if rng.random() < 0.15 else 2)
    return rng.choice(DOTS).join(parts)


def _id_number(rng: random.Random) -> str:
    born = f"{rng.randrange(1962, 2003)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    body = rng.choice(("653201", "653222", "653223", "653221", "653226")) + born + _digits(rng, 3)
    return body + ric.calc_check_digit(body + "0")


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _each in range(count))
