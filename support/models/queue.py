"""The queues of a municipality, and which topics each answers."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from accounts.roles import PEDAGOGICAL_AGENT, SUPPORT_LEAD, TECHNICAL_AGENT
from kb.enums import Topic
from support.enums import QueueKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

AGENT_ROLES = (PEDAGOGICAL_AGENT, TECHNICAL_AGENT, SUPPORT_LEAD)
KINDS_BY_ROLE: dict[str, tuple[QueueKind, ...]] = {
    PEDAGOGICAL_AGENT.slug: (QueueKind.PEDAGOGICAL, QueueKind.UNSORTED),
    TECHNICAL_AGENT.slug: (QueueKind.TECHNICAL, QueueKind.UNSORTED),
    SUPPORT_LEAD.slug: (QueueKind.PEDAGOGICAL, QueueKind.TECHNICAL, QueueKind.UNSORTED),
}


class QueueQuerySet(models.QuerySet["Queue"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The queues whose tickets the person works with."""
        if user.is_anonymous:
            return self.none()
        condition = models.Q(pk__in=[])
        for membership in user.active_memberships:
            kinds = KINDS_BY_ROLE.get(membership.role)
            if kinds:
                condition |= models.Q(municipality=membership.municipality_id, kind__in=kinds)
        return self.filter(condition)

    def open(self) -> Self:
        return self.filter(closed=False)


class Queue(models.Model):
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="queues")
    kind = models.CharField(_("kind"), max_length=20, choices=QueueKind)
    name = models.CharField(_("name"), max_length=80)
    closed = models.BooleanField(_("closed"), default=False, help_text=_("Takes no new tickets."))

    objects = QueueQuerySet.as_manager()

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        ordering = ["municipality", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "kind"], name="queue_kind_unique")]

    def __str__(self) -> str:
        return self.name


class TopicQueue(models.Model):
    """Which queue answers a topic in a municipality."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="topic_queues")
    topic = models.CharField(_("topic"), max_length=40, choices=Topic)
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="topics")

    class Meta:
        verbose_name = _("topic's queue")
        verbose_name_plural = _("topics' queues")
        constraints = [models.UniqueConstraint(fields=["municipality", "topic"], name="topic_queue_unique")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.queue}"
