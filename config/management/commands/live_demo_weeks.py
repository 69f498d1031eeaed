"""`manage.py live_demo_weeks`: trains the demo's first model and lets it sort the last weeks, once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.test.utils import override_settings

from triage.models import Decision

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
"""What people were sent weeks ago has been read since; the demo's mailbox shows what is new."""


class Command(BaseCommand):
    help = "Train the demo's first model on the tickets of the year, and let it sort those of the last four weeks."

    def handle(self, *args: Any, **options: Any) -> None:
        if Decision.objects.exists():
            self.stdout.write("  The machine has sorted here already.")
            return
        from config.demo import conversations, weeks  # loads scikit-learn, which no other command of the demo needs

        with transaction.atomic(), override_settings(EMAIL_BACKEND=NO_MAIL):
            self.stdout.write("  reading confirmed tickets and training ...")
            model = weeks.begin()
            self.stdout.write(f"  model {model}; the machine sorts, people confirm ...")
            count = weeks.live_through()
            talks = conversations.load()
        self.stdout.write(f"  {count} tickets of the last four weeks, and {talks} that people already work with.")
