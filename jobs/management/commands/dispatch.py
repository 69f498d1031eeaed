"""`manage.py dispatch`: the dispatcher as a process of its own, until SIGTERM."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from jobs.dispatcher import Dispatcher


class Command(BaseCommand):
    help = "Hand due jobs to the broker until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        dispatcher = Dispatcher()

        def stop(signum: int, frame: FrameType | None) -> None:
            dispatcher.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        dispatcher.run_forever()
