#!/usr/bin/env python
"""Entry point of every command; the demo settings apply unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line  # needs the settings name first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
