"""`manage.py replay_decision REF`: compute a stored decision again and compare."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from triage.models import Decision


class Command(BaseCommand):
    help = "Compute a stored decision again from what it stored: same queue, probabilities within 1e-9."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ref", nargs="?", help="the decision's reference, as its page shows it")
        parser.add_argument("--all", action="store_true", help="all decisions")

    def handle(self, *args: Any, **options: Any) -> None:
        from triage.domain.decisions import replay  # scikit-learn loads only where it is used

        decisions = Decision.objects.all() if options["all"] else Decision.objects.filter(ref=options["ref"])
        if not decisions.exists():
            raise CommandError("There is no decision with this reference.")
        failed = 0
        for decision in decisions.iterator():
            result = replay(decision)
            failed += not result.same
            if not result.same:
                self.stderr.write(f"  {decision.ref}: {result.why_not}")
        self.stdout.write(
            f"{len(decisions) - failed} of {len(decisions)} decisions computed again with the same result."
        )
        if failed and not options["all"]:
            raise CommandError(f"Not the same: {result.why_not}")
