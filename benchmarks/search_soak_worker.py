"""One process of the soak: publishes pages, searches, or checks at the end. Prints one JSON object."""

import argparse
import json
import random
import sys
import time
import traceback
from typing import Any, Final

import django

PAGES: Final = 8
"""Of each writer."""
WORDS: Final = ("logga in", "frånvaro", "betyg", "schema", "soak", "bankid telefon")


def marker(number: int, page: int, save: int) -> str:
    """A word that stands nowhere else: of letters only, and with no other marker near."""
    return "".join(chr(ord("a") + int(digit)) * 2 for digit in f"{number}{page}{save:05}") + "q"


def write(number: int, seconds: float, given: Any) -> dict[str, Any]:
    from kb.models import GuidePage, SharedSection  # models exist only once Django is set up

    section = SharedSection.objects.get(locale__language_code="sv")
    mine = [make_page(section, f"Soak {number} {page}") for page in range(PAGES)]
    saves, errors, end = 0, 0, time.monotonic() + seconds
    last = dict.fromkeys((page.pk for page in mine), 0)
    while time.monotonic() < end:
        page = random.choice(mine)
        try:
            fresh = GuidePage.objects.get(pk=page.pk)
            fresh.title = f"Soak {marker(number, mine.index(page), last[page.pk] + 1)}"
            fresh.save_revision().publish()
        except Exception:  # whatever it is, it counts, and its place is told
            traceback.print_exc()
            errors += 1
            continue
        last[page.pk] += 1
        saves += 1
    names = {page.pk: [marker(number, at, save + 1) for save in range(last[page.pk])] for at, page in enumerate(mine)}
    return {"saves": saves, "errors": errors, "pages": names}


def make_page(section: Any, title: str) -> Any:
    from kb.models import Audience, GuidePage  # models exist only once Django is set up

    page = GuidePage(title=title, summary="Soak.", purpose="Soak.", topic="sign_in")
    page.body = [("paragraph", "<p>Soak.</p>")]
    page.locale = section.locale
    page.audience = list(Audience.objects.filter(role="guardian"))
    section.add_child(instance=page)
    return page


def search(number: int, seconds: float, given: Any) -> dict[str, Any]:
    """Asks the engine itself as well: the search page would quietly go to the database."""
    from django.contrib.auth.models import AnonymousUser  # models exist only once Django is set up

    from accounts.models import Municipality  # the same
    from kb.search.answers import Answers, Asked
    from kb.search.backend import SearchBackend

    place = Municipality.objects.get(slug="alvhamra")
    searches, errors, end = 0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            SearchBackend.current().engine.count()
            answers = Answers(Asked(random.choice(WORDS), "sv"), AnonymousUser(), place)
            answers.shown(answers.page(None))
        except Exception:  # whatever it is, it counts, and its place is told
            traceback.print_exc()
            errors += 1
        searches += 1
    return {"searches": searches, "errors": errors}


def check(number: int, seconds: float, given: Any) -> dict[str, Any]:
    """Waits until no index job is left, then looks for the last and for all earlier words of each page."""
    from jobs.models import Job  # models exist only once Django is set up
    from kb.models import KnowledgePage
    from kb.search.backend import SearchBackend
    from kb.search.backend.documents import key_for
    from kb.search.engine.query import Phrase

    end = time.monotonic() + seconds
    while Job.objects.unfinished().filter(queue="index").exists() and time.monotonic() < end:
        time.sleep(0.5)
    engine = SearchBackend.current().engine
    lost = stale = 0
    for pk, words in ((pk, words) for report in given for pk, words in report["pages"].items() if words):
        key = key_for(KnowledgePage, pk)
        found = [bool({hit.key for hit in engine.search(Phrase(word, {"title": 1.0}))} & {key}) for word in words]
        lost += not found[-1]
        stale += sum(found[:-1])
    waiting = Job.objects.unfinished().filter(queue="index").count()
    return {"lost": lost, "stale": stale, "errors": int(waiting > 0)}


TASKS = {"write": write, "search": search, "check": check}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--number", type=int, required=True)
    options = parser.parse_args()
    given = json.load(sys.stdin)
    django.setup()
    print(json.dumps(TASKS[options.task](options.number, options.seconds, given)))


if __name__ == "__main__":
    main()
