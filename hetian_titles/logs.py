"""Log lines: one JSON object a line in production, plain text elsewhere, ID and telephone numbers always masked."""

import re
from typing import Any

import structlog

from accounts.rules.identity import masked_document, masked_phone

PERSONAL = re.compile(r"(?<!\d)(?:(?P<document>[1-9]\d{5}(?:18|19|20)\d{9}[\dXx])|(?P<phone>1[3-9]\d{9}))(?!\d)")


def masked(value: Any) -> Any:
    """Give `value` with every ID number (GB 11643) and mobile number in it masked, inside lists and dicts too."""
    if isinstance(value, dict):
        return {masked(key): masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(item) for item in value]
    if value is None or isinstance(value, bool | float):
        return value
    text = value if isinstance(value, str) else str(value)
    found = PERSONAL.sub(_mask_one, text)
    return value if isinstance(value, int) and found == text else found


def _mask_one(match: re.Match[str]) -> str:
    return masked_document(match[0]) if match["document"] else masked_phone(match[0])


def mask_personal_data(
    _logger: Any, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Mask what structlog is about to write; runs after the traceback has become text."""
    return {key: masked(item) for key, item in event.items() if key not in ("_record", "_from_structlog")}


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def logging_config(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Give the configuration of the standard library's logging, through which structlog writes as well."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
        "processors": [mask_personal_data, last],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"portal": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "portal"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            name: {"handlers": [], "level": level, "propagate": True}
            for name in ("django", "django.server", "celery", "gunicorn.access", "gunicorn.error")
        }
        | {
            name: {"level": "WARNING"}
            for name in ("pikepdf", "fontTools", "weasyprint", "botocore", "boto3", "axes")
        },
    }
