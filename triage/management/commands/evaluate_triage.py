"""`manage.py evaluate_triage`: figures over labelled example tickets, certified on tickets that taught nothing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Municipality
from support.enums import SORTED_KINDS, QueueKind
from triage.classifier.text import prepare
from triage.domain.texts import guide_hits
from triage.domain.training import PAIR
from triage.models.stage import DEFAULT_TARGET

LABELS = {"neither": str(QueueKind.UNSORTED)}
"""Other texts stand under the name of their queue, or under "both"."""


class Command(BaseCommand):
    help = "Measure accuracy, coverage and the error of what would be sorted unasked, on labelled example tickets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "fixtures" / "tickets")
        parser.add_argument("--municipality", metavar="SLUG", help="whose guides are asked; the first one's by default")
        parser.add_argument("--target", type=float, default=DEFAULT_TARGET, help="highest error allowed")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        from triage.classifier.evaluation import evaluate  # scikit-learn loads only where it is used
        from triage.classifier.model import Example

        place = self.place(options["municipality"])
        rows = read_rows(options["folder"])
        if not rows:
            raise CommandError(f"There are no labelled tickets in {options['folder']}.")
        self.stdout.write(f"  asking the guides about {len(rows)} tickets ...")
        examples = [
            Example(
                text := prepare(row["subject"], row["body"], role=row["role"]),
                LABELS.get(row["queue"], row["queue"]),
                guide_hits(text, municipality=place, language=row["language"]),
            )
            for row in rows
        ]
        self.stdout.write("  teaching, certifying and testing five times ...")
        result = evaluate(examples, [str(kind) for kind in SORTED_KINDS], target=options["target"], pair=PAIR)
        figures = {
            "n": result.tested,
            "accuracy": round(result.accuracy, 4),
            "coverage": round(result.coverage, 4),
            "automatic": result.automatic,
            "automatic_wrong": result.wrong,
            "automatic_error": round(result.error, 4),
            "automatic_error_bound_95": round(result.error_bound, 4),
            "automatic_by_queue": result.automatic_by_label,
            "tested_by_label": result.tested_by_label,
        }
        for name, value in figures.items():
            self.stdout.write(f"  {name}: {value}")
        if options["json"]:
            self.stdout.write(json.dumps(figures))

    def place(self, slug: str | None) -> Municipality:
        places = Municipality.objects.filter(slug=slug) if slug else Municipality.objects.order_by("pk")
        place = places.first()
        if place is None:
            raise CommandError("There is no such municipality. Load the demo first: manage.py load_demo")
        return place


def read_rows(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
