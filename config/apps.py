from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself, so that its commands, template tags and demo have a place."""

    name = "config"
    label = "project"
