from support.forms.agent import MoveForm, WriteForm
from support.forms.request import RequestForm

__all__ = ["MoveForm", "RequestForm", "WriteForm"]
