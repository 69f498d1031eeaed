"""`manage.py train_triage`: train on the confirmed tickets and certify the queues."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from support.domain.labels import confirmed_labels
from triage.domain.stages import switch_to_automatic


class Command(BaseCommand):
    help = "Train the ticket classifier on what agents have confirmed, and certify each queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--automatic",
            metavar="SLUG",
            help="afterwards switch this municipality's certified queues to automatic",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from triage.classifier.model import TooFewExamples  # scikit-learn loads only where it is used
        from triage.domain.training import train_and_certify

        self.stdout.write(f"  {sum(1 for _ in confirmed_labels())} confirmed tickets; training ...")
        try:
            outcome = train_and_certify()
        except TooFewExamples as error:
            raise CommandError(f"Too few confirmed tickets to train on: {error}") from error
        card = outcome.model.card
        self.stdout.write(
            f"  model {outcome.model}: out-of-fold accuracy {card['accuracy_out_of_fold']:.3f}, "
            f"the judge's share {card['judge_weight']:.2f}"
        )
        for stage in outcome.stages:
            if stage.queue.municipality.slug == options["automatic"]:
                switch_to_automatic(stage=stage)
            self.stdout.write(f"  {stage.queue.municipality}, {stage.queue}: {self.certificate_in_words(stage)}")

    def certificate_in_words(self, stage: Any) -> str:
        if stage.threshold is None:
            return f"not certified ({stage.stage})"
        c = stage.certificate
        return (
            f"certified from confidence {c['threshold']:.3f}: {c['errors']} errors of {c['n']}, "
            f"at most {c['bound']:.1%}, coverage {c['coverage']:.0%} ({stage.stage})"
        )
