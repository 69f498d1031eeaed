"""Keeps a page's municipality and school right when editors move it."""

from typing import Any

from wagtail.models import Page

from kb.models import KnowledgePage


def follow_move(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Signal handler of `post_page_move`: the page and all below it take their place from the tree anew."""
    for page in KnowledgePage.objects.filter(path__startswith=instance.path):
        page.take_place_from_tree()
        page.save(update_fields=["municipality", "school"], clean=False)
