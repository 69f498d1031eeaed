"""How much the machine may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    OFF = "off", _("Off")
    SHADOW = "shadow", _("Shadow: decides in silence, to be measured")
    SUGGEST = "suggest", _("Suggest: shows its suggestion, a person sorts")
    AUTOMATIC = "automatic", _("Automatic: sorts what it is certified for")
