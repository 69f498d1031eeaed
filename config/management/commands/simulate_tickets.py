"""`manage.py simulate_tickets`: replays a school term in a prepared database, to see the certificate at work."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test.utils import override_settings


class Command(BaseCommand):
    help = "Replay a school term: tickets come in, people sort, the machine learns, is certified, stopped, certified."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=120, help="school days; the last is over")
        parser.add_argument("--per-day", type=int, default=12, help="tickets on a usual day")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--municipality", metavar="SLUG", default="alvhamra")
        parser.add_argument("--agent-error", type=float, default=0.03, help="chance of confirming a wrong queue")
        parser.add_argument("--blind-trust", type=float, default=0.1, help="chance of following a wrong suggestion")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        from config.demo import term  # loads Django's test client and scikit-learn, which no other command needs
        from config.demo.term_people import NobodyThere
        from config.demo.term_report import report_lines

        try:
            plan = term.Plan(
                municipality=term.municipality_for_term(options["municipality"]),
                **{name: options[name] for name in ("days", "per_day", "seed", "agent_error", "blind_trust")},
            )
            # Which tickets are audited hangs on the key; with the installation's own, no term could be repeated.
            with override_settings(SECRET_KEY=f"term {plan.seed}"):
                figures = term.Term(plan).replay(self.stdout.write).figures()
        except (term.NotPrepared, NobodyThere) as error:
            raise CommandError(str(error)) from error
        for line in report_lines(figures):
            self.stdout.write(line)
        if options["json"]:
            self.stdout.write(json.dumps(figures))
