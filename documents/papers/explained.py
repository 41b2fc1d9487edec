"""The data that travel inside a paper's file, each with the words printed beside it, so that it explains itself.

Nothing else is in it than what the paper prints: what a form does not name here is left out.
"""

import json
from typing import Any

NOTE = "本文件所附数据与文件上印出的内容相同，供计算机读取；两者不一致时，以印出的内容和数字签名为准。"
DAYS = "日期按ISO 8601书写：年-月-日。文本为UTF-8编码的JSON。"
_PERSON = {
    "name": "姓名",
    "sex": "性别",
    "employer": "单位",
    "series": "系列",
    "specialty": "专业",
    "title": "资格名称",
    "level": "级别",
    "qualified_from": "资格时间",
}
_CERTIFICATE = {
    "name": "姓名",
    "sex": "性别",
    "born": "出生年月",
    "id_number": "身份证号（遮盖）",
    "employer": "工作单位",
    "title": "资格名称",
    "level": "级别",
    "series": "系列",
    "specialty": "专业",
    "way": "取得方式",
    "qualified_from": "资格时间",
    "committee": "评审机构",
    "document_number": "批准文号",
    "number": "证书编号",
    "issuer": "签发机关",
    "issued_on": "签发日期",
    "code_url": "查验网址（二维码）",
    "contact_phone": "咨询电话",
    "supervision_phone": "监督电话",
}
_DOCUMENT = {
    "sign": "发文机关标志",
    "number": "发文字号",
    "title": "标题",
    "to": "主送机关",
    "body": "正文",
    "annex": "附件名称",
    "people": "人员名单",
    "issuer": "署名",
    "issued_on": "成文日期",
    "copies": "抄送",
    "printer": "印发机关",
    "printed_on": "印发日期",
    "code": "校验码",
    "code_url": "核对网址（二维码）",
}
LABELS = {
    "certificate": _CERTIFICATE,
    "certificate_copy": _CERTIFICATE | {"purpose": "用途", "valid_until": "加注件有效期至"},
    "result_document": _DOCUMENT,
}


def explained(form: str, title: str, data: dict[str, Any]) -> bytes:
    """Give the JSON that goes into the file of a paper: its printed data by field, and what each field is called.

    Equal data give equal bytes. Raises KeyError for a form whose file carries no data.
    """
    labels = LABELS[form]
    said = {
        "说明": [NOTE, DAYS],
        "文书": title,
        "表": form,
        "字段": labels | ({"people.*": _PERSON} if "people" in labels else {}),
        "内容": {name: _printed(data[name]) for name in labels if data.get(name)},
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _printed(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [{name: person[name] for name in _PERSON if name in person} for person in value]
