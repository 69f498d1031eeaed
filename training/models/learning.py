"""What people have done, and what they are to do. Points at units, never at pages: evidence outlives pages."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from accounts.roles import ROLES, role_choices
from training.enums import Reason, UnitKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class Unit(models.Model):
    """A course or a lesson in all its languages, known by the translation key of its pages. Never deleted."""

    translation_key = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind)
    title = models.CharField(_("title"), max_length=255)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["title", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=UnitKind.values), name="unit_kind_is_known")]

    def __str__(self) -> str:
        return self.title


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.none() if user.is_anonymous else self.filter(user=user)

    def active(self) -> Self:
        return self.filter(ended_at=None)

    def mandatory(self) -> Self:
        return self.filter(reason=Reason.MANDATORY)

    def uncompleted(self) -> Self:
        done = Completion.objects.filter(user=models.OuterRef("user"), unit=models.OuterRef("course"))
        return self.exclude(models.Exists(done))


class Enrolment(models.Model):
    """Somebody takes a course. Role and place are kept, so that we can say why also when the role is gone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    course = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="enrolments")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    role = models.CharField(_("role"), max_length=40, choices=role_choices, blank=True)
    school_name = models.CharField(_("school"), max_length=120, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(_("to be finished by"), null=True, blank=True)
    created_at = models.DateTimeField(_("enrolled"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"], condition=models.Q(ended_at=None), name="enrolment_one_active"
            ),
            models.CheckConstraint(
                condition=models.Q(reason=Reason.MANDATORY, due_on__isnull=False) & ~models.Q(role="")
                | models.Q(reason=Reason.OWN, due_on__isnull=True, role=""),
                name="enrolment_mandatory_has_role_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.course}"

    @property
    def is_mandatory(self) -> bool:
        return self.reason == Reason.MANDATORY

    @property
    def role_name(self) -> str:
        return str(ROLES[self.role].name).lower() if self.role else ""

    @property
    def place_name(self) -> str:
        return self.school_name or self.municipality.name


class AppendOnly(models.Model):
    """Rows that are written once: what somebody did does not change afterwards."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("Learner data is append-only.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("Learner data is append-only.")


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.none() if user.is_anonymous else self.filter(user=user)

    def courses(self) -> Self:
        return self.filter(unit__kind=UnitKind.COURSE)


class Completion(AppendOnly):
    """Evidence: somebody did a lesson or finished a course. Without its person when the account is deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="completions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="completions")
    title = models.CharField(_("title at that time"), max_length=255)
    municipality_slug = models.CharField(_("municipality"), max_length=40)
    completed_at = models.DateTimeField(_("completed"), default=timezone.now)
    result = models.JSONField(_("result"), null=True, blank=True)
    """Of a quiz: right, total, percent. Of a course: its lessons then, with their results."""

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["completed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "unit"], name="completion_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.title}"


class QuizAttemptQuerySet(models.QuerySet["QuizAttempt"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.none() if user.is_anonymous else self.filter(user=user)


class QuizAttempt(AppendOnly):
    """One try at a quiz. Goes with the account: what somebody answered wrongly is nobody else's evidence."""

    key = models.UUIDField(unique=True, editable=False)
    """From the form, so that a double click is one attempt."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiz_attempts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="attempts")
    right = models.PositiveSmallIntegerField(_("right"))
    total = models.PositiveSmallIntegerField(_("questions"))
    passed = models.BooleanField(_("passed"))
    answers = models.JSONField(_("answers"))
    created_at = models.DateTimeField(_("answered"), default=timezone.now)

    objects = QuizAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt at a quiz")
        verbose_name_plural = _("attempts at quizzes")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("total"), total__gt=0), name="attempt_right_within_total"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} {self.right}/{self.total}"
