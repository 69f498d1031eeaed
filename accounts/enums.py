"""The colours that a municipality may choose between: each is checked for contrast, in light and in dark."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Colour(models.TextChoices):
    """Their values stand in static/css/skolstod.css, by the same names."""

    PETROL = "petrol", _("Petrol green")
    SEA = "sea", _("Sea blue")
    FOREST = "forest", _("Forest green")
    ROWAN = "rowan", _("Rowan red")
    LUPIN = "lupin", _("Lupin violet")

    @property
    def code(self) -> str:
        """For e-mails, which know no style sheet: the colour under white text, as `#rrggbb`."""
        return CODES[self]


CODES = {
    Colour.PETROL: "#0f4c4f",
    Colour.SEA: "#16467a",
    Colour.FOREST: "#26512f",
    Colour.ROWAN: "#7a2330",
    Colour.LUPIN: "#47357a",
}
