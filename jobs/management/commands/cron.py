"""`manage.py cron`: writes the timetable's jobs when their time comes, until SIGTERM."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from jobs import cron
from jobs.processes import stop_event

CHECK_SECONDS = 20


class Command(BaseCommand):
    help = "Enqueue the daily jobs until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = stop_event()
        while not stopping.is_set():
            try:
                cron.enqueue_due()
            except DatabaseError as error:
                self.stderr.write(f"The database did not answer: {type(error).__name__}")
                close_old_connections()
            stopping.wait(CHECK_SECONDS)
