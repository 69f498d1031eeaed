"""`manage.py check_port`: says early, before anything is loaded, that the port is taken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.management.commands.up import check_port


class Command(BaseCommand):
    help = "Fail with a clear message if the port cannot be used."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        check_port(options["host"], options["port"])
