"""How far somebody has come in a course. The one place that counts; nothing of it is stored.

The words and the picture are the layout's: `{% progress done total %}`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Progress:
    lessons: tuple[UUID, ...]
    """The course's lessons in their order, by translation key."""
    done: frozenset[UUID]
    """Those of them that are done."""

    @property
    def done_count(self) -> int:
        return len(self.done)

    @property
    def total(self) -> int:
        return len(self.lessons)

    @property
    def is_complete(self) -> bool:
        """A course without lessons is never complete."""
        return bool(self.lessons) and self.done_count == self.total

    @property
    def next_lesson(self) -> UUID | None:
        """The first that is not done, also when later ones are."""
        return next((lesson for lesson in self.lessons if lesson not in self.done), None)

    def next_after(self, lesson: UUID) -> UUID | None:
        """The first after the given one that is not done; at the end, what was skipped before."""
        later = self.lessons[self.lessons.index(lesson) + 1 :] if lesson in self.lessons else ()
        return next((other for other in later if other not in self.done), self.next_lesson)


def progress_in(lessons: Sequence[UUID], done: Collection[UUID]) -> Progress:
    """`done` may hold lessons of other courses, and lessons that have since left this one."""
    return Progress(tuple(lessons), frozenset(lessons) & frozenset(done))
