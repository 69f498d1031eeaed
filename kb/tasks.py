"""Jobs of the knowledge base: they call the domain."""

from django_tasks import task

from kb.domain import feedback


@task(queue_name="default")
def forget_answer_keys() -> None:
    feedback.forget_keys()
