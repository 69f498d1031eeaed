"""What gunicorn serves: Django, and what must be done before and after it with the raw request."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

CHARSET = re.compile(r";\s*charset[^;=]*=[^;]*", re.IGNORECASE)
MOST_UNREAD_BYTES = 60_000_000
CHUNK_BYTES = 65_536

django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Our pages are in UTF-8, and so is what they send.

    Django would decode with whatever charset the sender names, before anything can answer for a failure: some charsets
    are not of text, and UTF-7 makes halves of letters that no database keeps.
    """
    environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    answer = django(environ, start_response)
    read_to_the_end(environ["wsgi.input"])
    return answer


def read_to_the_end(body: Any) -> None:
    """A browser that is still sending when the connection closes shows an error of its own instead of our page."""
    left = MOST_UNREAD_BYTES
    while left > 0 and (chunk := body.read(CHUNK_BYTES)):
        left -= len(chunk)
