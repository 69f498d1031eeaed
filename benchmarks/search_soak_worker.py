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
OWNER: Final = "kommunadmin@alvhamra.example"
WORDS: Final = ("logga in", "frånvaro", "betyg", "schema", "soak", "bankid telefon")


def marker(number: int, page: int, save: int) -> str:
    """A word that stands nowhere else: of letters only, and with no other marker near."""
    return "".join(chr(ord("a") + int(digit)) * 2 for digit in f"{number}{page}{save:05}") + "q"


def make(number: int, seconds: float, given: Any) -> dict[str, Any]:
    """The writers' pages, `number` times PAGES of them: made by one process, as trees want it."""
    from kb.models import SharedSection  # models exist only once Django is set up

    section = SharedSection.objects.get(locale__language_code="sv")
    return {"errors": 0, "keys": [[make_page(section, f"{w} {at}") for at in range(PAGES)] for w in range(number)]}


def write(number: int, seconds: float, given: Any) -> dict[str, Any]:
    """Publishes one of the pages `given` by their keys, again and again, each time with a new word in its title."""
    from kb.models import GuidePage  # models exist only once Django is set up

    saves, errors, end = 0, 0, time.monotonic() + seconds
    last = dict.fromkeys(given, 0)
    while time.monotonic() < end:
        key = random.choice(given)
        try:
            page = GuidePage.objects.get(pk=key)
            page.title = f"Soak {marker(number, given.index(key), last[key] + 1)}"
            page.save_revision().publish()
        except Exception:  # whatever it is, it counts, and its place is told
            traceback.print_exc()
            errors += 1
            continue
        last[key] += 1
        saves += 1
    names = {key: [marker(number, at, save + 1) for save in range(last[key])] for at, key in enumerate(given)}
    return {"saves": saves, "errors": errors, "pages": names}


def make_page(section: Any, title: str) -> int:
    from accounts.models import User  # models exist only once Django is set up
    from kb.models import Audience, GuidePage  # the same

    page = GuidePage(title=f"Soak {title}", summary="Soak.", purpose="Soak.", topic="sign_in")
    page.page_owner = User.objects.get(email=OWNER)
    page.body = [("paragraph", "<p>Soak.</p>")]
    page.locale = section.locale
    page.audience = list(Audience.objects.filter(role="guardian"))
    section.add_child(instance=page)
    return int(page.pk)


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


TASKS = {"make": make, "write": write, "search": search, "check": check}


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
