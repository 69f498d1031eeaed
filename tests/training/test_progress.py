"""Counting what is done: examples, and what must hold for any course."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from training.domain.progress import progress_in

KEYS = [uuid.UUID(int=number) for number in range(12)]
courses = st.lists(st.sampled_from(KEYS), unique=True)
anything_done = st.sets(st.sampled_from(KEYS))


@given(courses, anything_done)
def test_next_lesson_is_the_first_that_is_not_done(lessons: list[uuid.UUID], done: set[uuid.UUID]) -> None:
    progress = progress_in(lessons, done)
    left = [lesson for lesson in lessons if lesson not in done]
    assert progress.next_lesson == (left[0] if left else None)
    assert progress.done_count + len(left) == progress.total == len(lessons)


@given(courses, anything_done)
def test_complete_means_that_there_are_lessons_and_none_is_left(lessons: list[uuid.UUID], done: set[uuid.UUID]) -> None:
    progress = progress_in(lessons, done)
    assert progress.is_complete == (bool(lessons) and progress.next_lesson is None)


@given(courses, anything_done, st.sampled_from(KEYS))
def test_one_more_lesson_never_lowers_progress(lessons: list[uuid.UUID], done: set[uuid.UUID], more: uuid.UUID) -> None:
    before, after = progress_in(lessons, done), progress_in(lessons, done | {more})
    assert after.done_count - before.done_count == int(more in lessons and more not in done)


@given(courses, anything_done, st.sampled_from(KEYS))
def test_way_on_leads_to_something_not_done_or_to_the_end(
    lessons: list[uuid.UUID], done: set[uuid.UUID], here: uuid.UUID
) -> None:
    progress = progress_in(lessons, done | {here})
    following = progress.next_after(here)
    assert (following is None) == (progress.next_lesson is None)
    assert following not in done | {here}


def test_way_on_goes_forward_first_and_then_back_to_what_was_skipped() -> None:
    first, second, third = KEYS[:3]
    assert progress_in([first, second, third], {second}).next_after(second) == third
    assert progress_in([first, second, third], {second, third}).next_after(third) == first
