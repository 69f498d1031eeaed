"""The answers to a quiz. A field a question, so that mistakes are shown as in every other form."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from training.domain.quizzes import Grade, Question, grade
from training.models import QuizPage


class QuizForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    """Makes a double click one attempt."""

    def __init__(self, data: Any = None, *, quiz: QuizPage) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, auto_id="%s")
        self.quiz = quiz
        self.questions = quiz.asked()
        for number, question in enumerate(self.questions, 1):
            self.fields[self.name_of(question)] = field_for(question, number)

    @staticmethod
    def name_of(question: Question) -> str:
        return f"q-{question.key}"

    @property
    def rows(self) -> Iterator[tuple[Question, forms.BoundField]]:
        for question in self.questions:
            yield question, self[self.name_of(question)]

    def grade(self) -> Grade:
        """Of a valid form."""
        answers = {}
        for question in self.questions:
            given = self.cleaned_data[self.name_of(question)]
            answers[question.key] = given if question.several else [given]
        return grade(self.questions, answers, self.quiz.pass_mark)


def field_for(question: Question, number: int) -> forms.Field:
    choices = [(choice.key, choice.text) for choice in question.choices]
    messages = {
        "required": _("Answer question %(number)s.") % {"number": number},
        "invalid_choice": _("Question %(number)s has changed meanwhile. Answer it again.") % {"number": number},
    }
    if question.several:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, label=question.text, error_messages=messages
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, label=question.text, error_messages=messages)
