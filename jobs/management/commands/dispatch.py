"""`manage.py dispatch`: the dispatcher as a process of its own, until SIGTERM."""

from typing import Any

from django.core.management.base import BaseCommand

from jobs.dispatcher import Dispatcher
from jobs.processes import stop_event


class Command(BaseCommand):
    help = "Hand due jobs to the broker until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        Dispatcher().run_until(stop_event())
