"""What the specimens share: names, employers, long texts."""

import base64
from pathlib import Path
from typing import Any

LONG_NAME = "买买提·吐尔逊江·阿布都热依木·阿卜杜外力·艾尔肯江（演示）"
RARE_NAME = "䶮喆堃·𬱖（演示）"
ORDINARY_NAME = "演示·艾力"
CONTACT = {"contact_phone": "0903-2069736", "supervision_phone": "0903-2069176"}
MARKS = {
    "code": "7QZ3M9K2W8R5",
    "version": "9f3a6c0d51be",
    "code_url": "https://portal.example/papers/7QZ3M9K2W8R5/",
    "at": "2025-03-10T10:00:00+08:00",
}
LONG_EMPLOYER = "新疆和田昆仑演示水利水电建筑安装工程勘察设计咨询有限责任公司墨玉县分公司第三项目经理部"


def seal() -> str:
    """Give a drawn seal that says 演示 and 无效, as papers take it."""
    return "data:image/png;base64," + base64.b64encode(Path(__file__).with_name("seal.png").read_bytes()).decode()


def long_text(seed: str, times: int) -> str:
    return "\n".join(f"第{n}段，{seed}" for n in range(1, times + 1))


DEED = (
    "主持墨玉县演示渠道防渗改造工程，渠长12.6公里，采用C25混凝土预制板衬砌，节水率由0.52提高到0.71，"
    "本人负责测量放样、配合比设计与质量检验，合格率100%，获县级优质工程奖，当年增收￥1,260,000元。"
)


def name_of(hard: bool) -> str:
    return LONG_NAME if hard else ORDINARY_NAME


def employer_of(hard: bool) -> str:
    return LONG_EMPLOYER if hard else "和田演示建设有限公司"


def target_of(hard: bool) -> dict[str, Any]:
    if hard:
        return {
            "series": "农业（畜牧兽医、林业、水利）",
            "specialty": "动物疫病预防控制与畜产品质量安全检验",
            "level": "中级",
        }
    return {"series": "工程", "specialty": "建筑工程", "level": "助理级"}
