from kb.models.audience import Audience
from kb.models.base import KnowledgePage, KnowledgePageQuerySet
from kb.models.changes import PageChange
from kb.models.feedback import Feedback
from kb.models.files import DocumentText
from kb.models.guides import GuidePage, QuestionPage
from kb.models.notes import LocalNote
from kb.models.review import BrokenLink, ReviewReminder
from kb.models.searches import LocalName, Search
from kb.models.sections import MunicipalityHome, SchoolSection, SharedSection, StartPage
from kb.models.version import ContentVersion

__all__ = [
    "Audience",
    "BrokenLink",
    "ContentVersion",
    "DocumentText",
    "Feedback",
    "GuidePage",
    "KnowledgePage",
    "KnowledgePageQuerySet",
    "LocalName",
    "LocalNote",
    "MunicipalityHome",
    "PageChange",
    "QuestionPage",
    "ReviewReminder",
    "SchoolSection",
    "Search",
    "SharedSection",
    "StartPage",
]
