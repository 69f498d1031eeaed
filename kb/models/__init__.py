from kb.models.audience import Audience
from kb.models.base import KnowledgePage, KnowledgePageQuerySet
from kb.models.changes import PageChange
from kb.models.guides import GuidePage, QuestionPage
from kb.models.review import BrokenLink, ReviewReminder
from kb.models.sections import MunicipalityHome, SchoolSection, SharedSection, StartPage
from kb.models.version import ContentVersion

__all__ = [
    "Audience",
    "BrokenLink",
    "ContentVersion",
    "GuidePage",
    "KnowledgePage",
    "KnowledgePageQuerySet",
    "MunicipalityHome",
    "PageChange",
    "QuestionPage",
    "ReviewReminder",
    "SchoolSection",
    "SharedSection",
    "StartPage",
]
