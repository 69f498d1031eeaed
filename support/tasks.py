"""Jobs of the helpdesk: ids in, load, call the domain."""

from django.db import transaction
from django_tasks import task
from django_tasks.base import TaskContext

from jobs.enums import Commit
from jobs.runner import finish
from support.domain import drafts, mail, routing
from support.models import Ticket
from support.router import router


@task(queue_name="routing", takes_context=True, commit=Commit.TASK, timeout=20)
def route_new_ticket(context: TaskContext, ticket_pk: int) -> None:
    """Ask the router outside any transaction, then store its answer and the job's end in one."""
    ticket = Ticket.objects.select_related("municipality", "school").get(pk=ticket_pk)
    suggestion = router().suggest(ticket)
    with transaction.atomic():
        finish(context)
        routing.store_suggestion(ticket=ticket, suggestion=suggestion)


@task(queue_name="mail")
def confirm_receipt(ticket_pk: int) -> None:
    """The confirmation is written here and not where the question comes in: that must stay quick."""
    mail.send_receipt(Ticket.objects.select_related("municipality", "school").get(pk=ticket_pk))


@task(queue_name="default", timeout=300, commit=Commit.TASK)
def forget_old_drafts() -> None:
    drafts.forget_old_drafts()
