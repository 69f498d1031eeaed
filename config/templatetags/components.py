"""The parts that pages are made of. Loaded everywhere; their markup lies in templates/components/."""

from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, FileInput
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from accounts.enums import Colour
from accounts.languages import base_of, interface_language
from config import moments
from config.languages import addresses
from support.addresses import is_secret

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "") -> dict[str, Any]:
    """Label, help, error and input of a form field, tied together for assistive technology."""
    widget = bound.field.widget
    explanations = {f"{bound.auto_id}_error": bound.errors, f"{bound.auto_id}_help": bound.help_text}
    described_by = [name for name, there in explanations.items() if there]
    attributes: dict[str, Any] = {"class": "ds-input"}
    if described_by:
        attributes["aria-describedby"] = " ".join(described_by)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if isinstance(widget, FileInput):
        attributes["class"] = "sk-file"
    return {"bound": bound, "label": label or bound.label, "input": bound.as_widget(attrs=attributes)}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int) -> dict[str, Any]:
    """How much is done, as a picture beside the words. `width` is in hundredths of the picture."""
    return {"done": done, "total": total, "width": round(100 * done / total) if total else 0}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """All errors in one box at the top, each leading to its field."""
    return {"form": form}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Any) -> dict[str, Any]:
    query = context["request"].GET.copy()
    query.pop("sida", None)
    return {"page": page, "query": query.urlencode()}


@register.inclusion_tag("components/language_links.html", takes_context=True)
def language_links(context: RequestContext) -> dict[str, Any]:
    """The same page in the other languages; none for an address that knows no language."""
    request = context["request"]
    found = addresses(request=request, page=context.get("page"), municipality=context.get("municipality"))
    others = {code: address for code, address in found.items() if code != get_language()}
    here = request.get_full_path()
    return {"links": [(get_language_info(code), address) for code, address in others.items() if address != here]}


@register.simple_tag(takes_context=True)
def document_language(context: RequestContext) -> Any:
    """The language of the whole page, with its `code` and whether it is `bidi`: the text's, else the interface's."""
    is_text = isinstance(context.get("page"), Page)
    return get_language_info((get_language() or settings.LANGUAGE_CODE) if is_text else interface_language())


@register.simple_tag
def interface_lang() -> str:
    """Attributes of the interface's words on a page in a language that the interface does not speak."""
    own = interface_language()
    return "" if own == base_of(get_language() or own) else language_attributes(own)


@register.simple_tag
def text_lang() -> str:
    """Attributes of texts in such a language, inside a part that is marked as the interface's."""
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == interface_language() else language_attributes(language)


def language_attributes(code: str) -> str:
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)


@register.filter
def colour_code(name: str) -> str:
    """A municipality's colour for e-mails; ours if there is no municipality."""
    return Colour(name or Colour.PETROL).code


@register.filter
def shareable(address: str) -> str:
    """An address that may be passed on in a link: nothing of those that are keys."""
    return "" if is_secret(address) else address


@register.filter
def when(moment: datetime) -> str:
    """A moment in local time, with the date in words."""
    return date_format(timezone.localtime(moment), "j F Y H:i")


@register.filter
def in_words(moment: datetime) -> str:
    """A moment as people say it: today, yesterday, 3 days ago. Give the whole date in the title beside it."""
    return moments.in_words(moment, timezone.now())


@register.filter
def paragraphs(text: str) -> list[str]:
    """Plain text split at blank lines."""
    return [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@register.filter
def last_characters(text: str, count: int) -> str:
    """The end of a long text: of a traceback, where the error itself stands."""
    return text if len(text) <= count else f"…{text[-count:]}"
