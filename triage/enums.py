"""The words of the triage: how much the machine may do, and why a ticket was sorted blind."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    OFF = "off", _("Off")
    SHADOW = "shadow", _("Shadow: decides in silence, to be measured")
    SUGGEST = "suggest", _("Suggest: shows its suggestion, a person sorts")
    AUTOMATIC = "automatic", _("Automatic: sorts what it is certified for")


SILENT_STAGES = (Stage.OFF, Stage.SHADOW)
"""Nobody sees a suggestion, so every label is given blind."""


class Audit(models.TextChoices):
    """Values as in `triage.classifier.audit`, which the web process does not load."""

    RANDOM = "random", _("drawn from all")
    LEAST_SURE = "least_sure", _("among the least sure")
    SURE = "sure", _("among the surest")
