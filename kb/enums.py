"""Words of the knowledge base. Topics are shared by guides, questions, courses, tickets and the classifier (T23)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    SIGN_IN = "sign_in", _("Signing in")
    ACCOUNTS = "accounts", _("Accounts and permissions")
    DEVICES = "devices", _("Computers and tablets")
    NETWORK = "network", _("Network and printing")
    APP_ERRORS = "app_errors", _("Faults in apps and services")
    SECURITY = "security", _("Security and personal data")
    ABSENCE = "absence", _("Absence and leave")
    SCHEDULE = "schedule", _("Schedule and school year")
    GRADES = "grades", _("Assessments and grades")
    DEVELOPMENT_PLAN = "development_plan", _("Development talks and plans")
    SUPPORT_NEEDS = "support_needs", _("Adaptations and special support")
    TEACHING = "teaching", _("Teaching and planning")
    LANGUAGE = "language", _("Language and mother tongue")
    NATIONAL_TESTS = "national_tests", _("National tests")


TECHNICAL_TOPICS = (
    Topic.SIGN_IN,
    Topic.ACCOUNTS,
    Topic.DEVICES,
    Topic.NETWORK,
    Topic.APP_ERRORS,
    Topic.SECURITY,
)
"""What the technical support answers unless a municipality decides otherwise; the rest is pedagogical."""


class Shortcoming(models.TextChoices):
    """Why a page did not help."""

    MISSING = "missing", _("What I was looking for is not there")
    UNCLEAR = "unclear", _("I did not understand the text")
    WRONG = "wrong", _("Something is not right")


class Significance(models.TextChoices):
    """How much a change matters to those who have read the page before."""

    EDITORIAL = "editorial", _("Editorial: wording, spelling, layout")
    MINOR = "minor", _("Minor: something is added or clearer, but what readers do stays the same")
    MAJOR = "major", _("Major: readers must do something in another way")


class Stage(models.TextChoices):
    """Who has been reminded that a page should have been reviewed."""

    OWNER = "owner", _("The responsible person")
    ADMINISTRATOR = "administrator", _("The administrators")


class Approval(models.TextChoices):
    """Who publishes what the editors of a municipality's schools write."""

    EDITORS = "editors", _("Editors publish by themselves")
    ADMINISTRATORS = "administrators", _("An administrator approves before it is published")


class Fault(models.TextChoices):
    """What is wrong with a link within the site."""

    GONE = "gone", _("There is nothing at this address any more.")
    UNPUBLISHED = "unpublished", _("The page is not published.")
    HIDDEN = "hidden", _("Not all readers of this page may open it.")
