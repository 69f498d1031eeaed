"""The courses of fixtures/courses/, and how far the demo's people have come in them."""

import json
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from config.demo import fixtures
from config.demo.pages import COMMON_FIELDS, LANGUAGES, OWNER, review_dates
from config.demo.texts import Library
from kb.models import Audience, SharedSection
from training.domain.enrolments import enrol_by_role
from training.models import CoursePage, GuideLessonPage, Lesson, LessonPage, ModulePage, QuizPage


def load(libraries: dict[str, Library]) -> int:
    """Returns how many courses. English ones are translations, part by part, of the Swedish."""
    courses = [
        load_course(data, SharedSection.objects.get(locale__language_code=language), libraries[language])
        for language in LANGUAGES
        for _, data in fixtures.files("courses", language, pattern="*.toml")
    ]
    for course in courses:
        enrol_by_role(course=course, by=None)
    return len(courses)


def load_course(data: dict[str, Any], shared: SharedSection, library: Library) -> CoursePage:
    original = CoursePage.objects.get(slug=data["translation_of"]) if "translation_of" in data else None
    reviewed_on, review_by = review_dates(data["slug"], timezone.localdate())
    course = CoursePage(
        **{name: data[name] for name in COMMON_FIELDS},
        due_days=data["due_days"],
        page_owner=User.objects.get(email=OWNER),
        reviewed_on=reviewed_on,
        review_by=review_by,
    )
    course.audience = list(Audience.objects.filter(role__in=data["audience"]))
    course.mandatory_for = list(Audience.objects.filter(role__in=data["mandatory_for"]))
    put(course, shared, original)
    modules = children_of(original)
    for number, part in enumerate(data["module"]):
        load_module(part, course, library, modules[number] if modules else None)
    course.save_revision().publish()  # last, so that it is announced whole
    return course


def load_module(data: dict[str, Any], course: CoursePage, library: Library, original: Page | None) -> None:
    module = put(ModulePage(title=data["title"], slug=data["slug"]), course, original)
    module.save_revision().publish()
    lessons = children_of(original)
    for number, part in enumerate(data["lesson"]):
        lesson = put(lesson_from(part, library), module, lessons[number] if lessons else None)
        lesson.save_revision().publish()


def lesson_from(data: dict[str, Any], library: Library) -> Lesson:
    common = {name: data[name] for name in ("title", "slug", "minutes")}
    if data["kind"] == "text":
        return LessonPage(**common, text=json.dumps(library.stream(data["body"])))
    if data["kind"] == "guide":
        return GuideLessonPage(**common, introduction=data["introduction"], guide_id=library.pages[data["guide"]])
    return QuizPage(
        **common,
        introduction=data["introduction"],
        pass_mark=data["pass_mark"],
        questions=json.dumps(
            [{"type": "question", "value": question(row), "id": str(uuid4())} for row in data["question"]]
        ),
    )


def question(data: dict[str, Any]) -> dict[str, Any]:
    choices = [
        {"text": choice["text"], "right": choice.get("right", False), "feedback": choice.get("feedback", "")}
        for choice in data["choice"]
    ]
    return {
        "text": data["text"],
        "several": data["several"],
        "explanation": data["explanation"],
        "choices": [{"type": "item", "value": choice, "id": str(uuid4())} for choice in choices],
    }


def put(page: Any, parent: Page, original: Page | None) -> Any:
    """Under its parent, in the parent's language, and with its original's key."""
    page.locale = parent.locale
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    return page


def children_of(page: Page | None) -> list[Page]:
    return list(page.get_children()) if page is not None else []
