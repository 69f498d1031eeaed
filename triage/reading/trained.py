"""The list of trained models: what became of each, in words."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from triage.models import TrainedModel
from triage.reading.card import FIGURES

SHOWN = 30
WORSE_IN = re.compile(r"worse in (.+)")
UNCERTIFIED = re.compile(r"uncertified for .+")
"""As `triage.domain.training` writes them. Which municipality it is about is for the operator to know."""
TROUBLES: dict[str, Promise] = {
    "the model's file is missing": gettext_lazy("its file is missing"),
    "the file is not the one that was trained (its checksum differs)": gettext_lazy("its file has been changed"),
    "the file has another format": gettext_lazy("its file has another format"),
    "the model holds values that are no numbers": gettext_lazy("it holds values that are no numbers"),
    "the model answered with values that are no numbers": gettext_lazy("it answered with values that are no numbers"),
}
"""What `triage.domain` and `triage.classifier` write; anything else is shown as it is."""


@dataclass(frozen=True, slots=True)
class ModelReading:
    """measured: tickets behind the accuracy. A model that was never taken into use is refused."""

    model: TrainedModel
    measured: int
    accuracy: float | None

    @property
    def refused_because(self) -> str:
        return refusal_in_words(self.model.refused_because)

    @property
    def trouble(self) -> str:
        return str(TROUBLES.get(self.model.trouble, self.model.trouble))


def model_readings() -> list[ModelReading]:
    """The latest trained first."""
    return [model_reading(model) for model in TrainedModel.objects.all()[:SHOWN]]


def model_reading(model: TrainedModel) -> ModelReading:
    figures = model.card.get("figures", {})
    if not figures.get("n"):
        figures = model.card.get("out_of_fold", {})
    return ModelReading(model, figures.get("n", 0), figures.get("accuracy"))


def refusal_in_words(reason: str) -> str:
    if UNCERTIFIED.fullmatch(reason):
        return _("a queue that is sorted automatically would have to stop: the model is not certified for it")
    found = WORSE_IN.fullmatch(reason)
    if not found:
        return reason
    names = [str(FIGURES[slug][0]) if slug in FIGURES else slug for slug in found[1].split(", ")]
    return _("it is worse than the model in use: %(figures)s") % {"figures": ", ".join(names)}
