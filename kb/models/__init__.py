from kb.models.audience import Audience
from kb.models.base import KnowledgePage, KnowledgePageQuerySet
from kb.models.feedback import Feedback
from kb.models.guides import GuidePage, QuestionPage
from kb.models.sections import MunicipalityHome, SchoolSection, SharedSection, StartPage
from kb.models.version import ContentVersion

__all__ = [
    "Audience",
    "ContentVersion",
    "Feedback",
    "GuidePage",
    "KnowledgePage",
    "KnowledgePageQuerySet",
    "MunicipalityHome",
    "QuestionPage",
    "SchoolSection",
    "SharedSection",
    "StartPage",
]
