"""What can be learnt, and why somebody is enrolled."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    COURSE = "course", _("Course")
    LESSON = "lesson", _("Lesson")


class Reason(models.TextChoices):
    MANDATORY = "mandatory", _("Mandatory for the role")
    OWN = "own", _("Own choice")
