"""Log lines hold no ID number and no telephone number."""

import io
import json
import logging
import logging.config

import pytest
import structlog

from hetian_titles.logs import logging_config, masked

ID_NUMBER, PHONE = "11010519491231002X", "13812345678"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"Not Found: /{ID_NUMBER}/", "Not Found: /110***********002X/"),
        (f"tel:{PHONE}", "tel:138****5678"),
        ({"phones": [PHONE], PHONE: 1}, {"phones": ["138****5678"], "138****5678": 1}),
        (int(PHONE), "138****5678"),
        (12, 12),
        (None, None),
        ("2025021700001234567890", "2025021700001234567890"),
    ],
)
def test_numbers_of_people_are_masked(value, shown):
    """Personal data (个人信息保护法 51): in text, in lists, in keys, as a number; other numbers stay."""
    assert masked(value) == shown


@pytest.fixture
def written():
    """A function that logs by both ways, the standard library's and structlog's, and gives the lines as objects."""
    before = structlog.get_config()
    stream = io.StringIO()
    config = logging_config(as_json=True)
    config["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(config)

    def write():
        try:
            raise ValueError(f"bad number {ID_NUMBER}")
        except ValueError:
            logging.getLogger("portal").exception("refused %s", PHONE, extra={"owner": ID_NUMBER})
        structlog.get_logger("portal").info("submitted", phone=PHONE, office="和田市")
        return [json.loads(line) for line in stream.getvalue().splitlines()]

    yield write
    structlog.configure(**before)
    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "root": {"handlers": []}})


def test_a_line_is_one_json_object_without_personal_data(written):
    """Personal data: message, arguments, extra fields and the traceback are masked; the rest is kept as it was."""
    by_library, by_structlog = written()
    assert by_library["event"] == "refused 138****5678"
    assert by_library["owner"] == "110***********002X"
    assert "bad number 110***********002X" in by_library["exception"]
    assert by_structlog["office"] == "和田市"
    assert by_structlog["phone"] == "138****5678"
    assert by_structlog["level"] == "info"
