"""The questions of a quiz, as editors write them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from training.domain.quizzes import Choice, Question, fault_of


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Choice"), max_length=250)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.CharBlock(
        label=_("Feedback"),
        max_length=300,
        required=False,
        help_text=_("Shown to those who chose it."),
    )

    class Meta:
        label = _("Choice")
        icon = "circle-check"


class QuestionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Question"), max_length=300)
    several = blocks.BooleanBlock(
        label=_("More than one choice is right"),
        required=False,
        help_text=_("All of them must then be chosen."),
    )
    choices = blocks.ListBlock(AnswerBlock(), label=_("Choices"), min_num=2)
    explanation = blocks.TextBlock(
        label=_("Explanation"),
        required=False,
        help_text=_("Shown after the answer: why."),
    )

    class Meta:
        label = _("Question")
        icon = "help"

    def clean(self, value: Any) -> Any:
        """Says what is wrong where it is wrong: at the question."""
        cleaned = super().clean(value)
        fault = fault_in(cleaned)
        if fault:
            raise StructBlockValidationError(non_block_errors=ErrorList([ValidationError(fault)]))
        return cleaned


class QuizBlocks(blocks.StreamBlock):
    question = QuestionBlock()


def fault_in(value: Any) -> Any:
    return fault_of(several=bool(value["several"]), right=[bool(choice["right"]) for choice in value["choices"]])


def question_from(block: Any) -> Question:
    """The block as plain data. Keys are the ids that Wagtail gives blocks: they stay when texts are corrected."""
    value = block.value
    return Question(
        key=str(block.id or ""),
        text=value["text"],
        several=bool(value["several"]),
        choices=tuple(
            Choice(
                key=str(child.id),
                text=child.value["text"],
                right=bool(child.value["right"]),
                feedback=child.value["feedback"] or "",
            )
            for child in value["choices"].bound_blocks
        ),
        explanation=value["explanation"] or "",
    )
