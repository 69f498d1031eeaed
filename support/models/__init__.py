from support.models.attachment import Attachment
from support.models.conversation import Message, TicketEvent
from support.models.draft import RequestDraft
from support.models.queue import Queue, TopicQueue
from support.models.routing import Suggestion
from support.models.ticket import Ticket, TicketQuerySet, WorkItem, WorkItemQuerySet

__all__ = [
    "Attachment",
    "Message",
    "Queue",
    "RequestDraft",
    "Suggestion",
    "Ticket",
    "TicketEvent",
    "TicketQuerySet",
    "TopicQueue",
    "WorkItem",
    "WorkItemQuerySet",
]
