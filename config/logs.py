"""Keeps secret parts of addresses out of every log: the token of a status page, the key of a draft."""

import logging
import re
from typing import Any

SECRET_PARTS = re.compile(r"(/arende/|/fraga/|/reset/key/)([^/\s\"?]{8,})")


def redacted(text: str) -> str:
    return SECRET_PARTS.sub(r"\1…", text)


class SecretPaths(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redacted(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(redacted_argument(value) for value in record.args)
        return True


def redacted_argument(value: Any) -> Any:
    return redacted(value) if isinstance(value, str) else value
