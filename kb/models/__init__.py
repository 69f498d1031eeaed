from kb.models.audience import Audience
from kb.models.base import KnowledgePage, KnowledgePageQuerySet
from kb.models.guides import GuidePage, QuestionPage
from kb.models.notes import LocalNote
from kb.models.sections import MunicipalityHome, SchoolSection, SharedSection, StartPage
from kb.models.version import ContentVersion

__all__ = [
    "Audience",
    "ContentVersion",
    "GuidePage",
    "KnowledgePage",
    "KnowledgePageQuerySet",
    "LocalNote",
    "MunicipalityHome",
    "QuestionPage",
    "SchoolSection",
    "SharedSection",
    "StartPage",
]
