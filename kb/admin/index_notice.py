"""Tells editors on their first page that the search is limping: what they publish may be found later than usual."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from kb.search.health import probe_index
from kb.tasks import is_rebuild_waiting


class IndexNotice(Component):
    name = "index_notice"
    template_name = "kb/admin/index_notice.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {}


def warn_of_broken_index(request: HttpRequest, panels: list[Component]) -> None:
    """A hook of Wagtail's first page."""
    if probe_index() is not None or is_rebuild_waiting():
        panels.append(IndexNotice())
