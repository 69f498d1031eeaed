"""The practice question of a question pair: what a guardian would ask, and which answer an employee should give."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class PracticeChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Choice"), max_length=250)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.CharBlock(
        label=_("Feedback"), max_length=300, help_text=_("Why it is right, or what to do instead.")
    )

    class Meta:
        label = _("Choice")
        icon = "circle-check"


class PracticeBlock(blocks.StructBlock):
    question = blocks.TextBlock(
        label=_("The question"), max_length=500, rows=3, help_text=_("In the words that a guardian would use.")
    )
    choices = blocks.ListBlock(PracticeChoiceBlock(), label=_("Choices"), min_num=2, max_num=4)

    class Meta:
        label = _("Practice question")
        icon = "help"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(bool(choice["right"]) for choice in cleaned["choices"]) != 1:
            fault = ValidationError(_("Exactly one choice must be right."))
            raise StructBlockValidationError(non_block_errors=ErrorList([fault]))
        return cleaned


class PracticeBlocks(blocks.StreamBlock):
    practice = PracticeBlock()

    class Meta:
        max_num = 1


@dataclass(frozen=True, slots=True)
class PracticeChoice:
    number: int
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Practice:
    question: str
    choices: tuple[PracticeChoice, ...]

    def choice(self, typed: str) -> PracticeChoice | None:
        """The one that was chosen, by its number; None for whatever is no number of a choice."""
        return next((choice for choice in self.choices if str(choice.number) == typed), None)


def practice_of(stream: Any) -> Practice | None:
    """The stream field's one practice question as plain data."""
    for block in stream:
        rows = enumerate(block.value["choices"], 1)
        choices = tuple(PracticeChoice(n, row["text"], bool(row["right"]), row["feedback"]) for n, row in rows)
        return Practice(block.value["question"], choices)
    return None
