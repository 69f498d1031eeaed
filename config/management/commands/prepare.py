"""`manage.py prepare`: what must be right before a start, in one process because each start of Django takes seconds."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config.management.commands.up import check_port


class Command(BaseCommand):
    help = "Check the port, migrate, compile the catalogues and collect static files."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        check_port(options["host"], options["port"])
        call_command("migrate", verbosity=0)
        call_command("compile_messages")
        call_command("collectstatic", interactive=False, verbosity=0)
