"""Films in pieces. Telephones ask for a film piece by piece (HTTP Range) and play none that comes only whole."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

FILM = "video/mp4"
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
LARGEST_PIECE = 1_000_000
PARTIAL, NOT_SATISFIABLE = 206, 416


def piece_of_film(document: Any, request: HttpRequest) -> HttpResponse | None:
    """The piece that was asked for; None for other files and for a request that asks for no one piece."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if document.content_type != FILM or asked is None or asked[0] == "bytes=-":
        return None
    size = document.file.size
    first, last = bounds(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    with document.file.open("rb") as file:
        file.seek(first)
        piece = file.read(last - first + 1)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Range": f"bytes {first}-{last}/{size}",
        "Content-Security-Policy": "default-src 'none'",
    }
    return HttpResponse(piece, status=PARTIAL, content_type=FILM, headers=headers)


def bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """`0-99` is the first hundred bytes, `100-` all from there, `-100` the last hundred; never more than a piece."""
    if not first:
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
    return begin, min(end, begin + LARGEST_PIECE - 1)
