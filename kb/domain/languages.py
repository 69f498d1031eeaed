"""Keeps a locale for each language that texts may be written in, so that editors can choose it."""

from typing import Any

from django.conf import settings
from wagtail.models import Locale


def keep_languages(**kwargs: Any) -> None:
    """Signal handler of `post_migrate`. A language that is no longer set keeps its locale, as its pages are there."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
