"""`manage.py train_triage`: train on the confirmed tickets and certify the queues."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from triage.models import QueueStage


class Command(BaseCommand):
    help = "Train the ticket classifier on what agents have confirmed, and certify each queue."

    def handle(self, *args: Any, **options: Any) -> None:
        from triage.classifier.model import TooFewExamples  # scikit-learn loads only where it is used
        from triage.domain.monitoring import write_reports
        from triage.domain.training import train_and_promote

        self.stdout.write("  reading confirmed tickets and training ...")
        try:
            outcome = train_and_promote()
        except TooFewExamples as error:
            raise CommandError(f"Too few confirmed tickets to train on: {error}") from error
        self.tell_of_model(outcome)
        write_reports()
        for stage in QueueStage.objects.select_related("queue__municipality").order_by("queue__municipality", "queue"):
            self.stdout.write(f"  {stage.queue.municipality}, {stage.queue}: {self.certificate_in_words(stage)}")

    def tell_of_model(self, outcome: Any) -> None:
        card = outcome.model.card
        figures = card["figures"] or card["out_of_fold"]
        fate = "in use" if outcome.promoted else f"not in use: {outcome.model.refused_because}"
        self.stdout.write(
            f"  model {outcome.model} ({fate}): taught {card['taught']['n']} tickets; of {figures['n']} others "
            f"{figures.get('accuracy', 0):.3f} right, calibration error {figures.get('ece', 0):.3f}"
        )

    def certificate_in_words(self, stage: QueueStage) -> str:
        if stage.threshold is None:
            return f"not certified ({stage.stage})"
        c = stage.certificate
        return (
            f"certified from confidence {c['threshold']:.3f}: {c['errors']} errors of {c['n']}, "
            f"at most {stage.target_error:.0%}, coverage {c['coverage']:.0%} ({stage.stage})"
        )
