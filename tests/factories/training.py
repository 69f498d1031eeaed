"""Courses with modules and lessons, made up."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from kb.models import Audience, KnowledgePage
from tests.factories.pages import owner
from training.models import CoursePage, GuideLessonPage, Lesson, LessonPage, ModulePage, QuizPage

Choices = list[tuple[str, bool]]
ONE_RIGHT: Choices = [("Nej", False), ("Ja", True)]
TWO_RIGHT: Choices = [("Lås skärmen", True), ("Byt lösenord", True), ("Inget", False)]


def course(parent: Page, title: str = "Trygg med uppgifter", *, lessons: int = 2, **fields: Any) -> CoursePage:
    """A published course of one module with text lessons named "Lektion 1", "Lektion 2" …"""
    mandatory_for = fields.pop("mandatory_for", [])
    audience = fields.pop("audience", ["principal"])
    values = {
        "summary": f"Om {title}",
        "purpose": "Du vet hur du gör.",
        "topic": "security",
        "page_owner": owner(),
        "review_by": timezone.localdate() + timedelta(days=100),
        **fields,
    }
    page = CoursePage(title=title, locale=parent.locale, **values)
    page.audience = list(Audience.objects.filter(role__in=audience))
    page.mandatory_for = list(Audience.objects.filter(role__in=mandatory_for))
    publish(parent, page)
    if lessons:
        part = module(page)
        for number in range(1, lessons + 1):
            text(part, f"Lektion {number}")
    return page


def module(course: CoursePage, title: str = "Modul", **fields: Any) -> ModulePage:
    return publish(course, ModulePage(title=title, locale=course.locale, **fields))


def text(module: ModulePage, title: str = "Lektion", *, text: str = "Läs det här.", **fields: Any) -> LessonPage:
    return publish(
        module, LessonPage(title=title, locale=module.locale, text=[("paragraph", f"<p>{text}</p>")], **fields)
    )


def guide(module: ModulePage, guide: KnowledgePage, title: str = "Läs guiden", **fields: Any) -> GuideLessonPage:
    base = KnowledgePage.objects.get(pk=guide.pk)
    return publish(module, GuideLessonPage(title=title, locale=module.locale, guide=base, **fields))


def quiz(module: ModulePage, title: str = "Prov", questions: Any = None, **fields: Any) -> QuizPage:
    """Two questions unless told: one with one right choice, one with two."""
    asked = questions or [("Får du låna ut din kod?", ONE_RIGHT), ("Vad gör du?", TWO_RIGHT)]
    made = publish(
        module,
        QuizPage(
            title=title,
            locale=module.locale,
            questions=[("question", question(words, choices)) for words, choices in asked],
            **fields,
        ),
    )
    return QuizPage.objects.get(pk=made.pk)


def question(words: str, choices: Choices) -> dict[str, Any]:
    return {
        "text": words,
        "several": sum(right for _, right in choices) > 1,
        "choices": [{"text": choice, "right": right, "feedback": f"Om {choice.lower()}."} for choice, right in choices],
        "explanation": f"Därför: {words}",
    }


def publish(parent: Page, page: Any) -> Any:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def lessons_of(course: CoursePage) -> list[Lesson]:
    return list(Lesson.objects.descendant_of(course).order_by("path"))


def translation(parent: Page, original: Any, **fields: Any) -> Any:
    """The same page in the parent's language."""
    if isinstance(original, CoursePage):
        return course(parent, lessons=0, translation_key=original.translation_key, **fields)
    if isinstance(original.specific, ModulePage):
        return module(parent, translation_key=original.translation_key, **fields)
    return text(parent, translation_key=original.translation_key, **fields)
