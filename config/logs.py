"""Keeps secret parts of addresses out of every log: the token of a status page, the key of a draft."""

import logging
from typing import Any

from support.addresses import redacted


class SecretPaths(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redacted(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(redacted_argument(value) for value in record.args)
        return True


def redacted_argument(value: Any) -> Any:
    return redacted(value) if isinstance(value, str) else value
