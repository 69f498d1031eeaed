"""One page that shows each part that pages are made of. For those who build, and for checks of looks and access."""

from collections.abc import Sequence

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import Municipality
from accounts.tenancy import set_municipality
from kb.enums import Topic
from kb.models import KnowledgePage
from kb.models.blocks import GuideBlocks

PREVIEWED = ("heading", "paragraph", "steps", "note", "warning", "contact")


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Your name (optional)"), required=False)
    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("We send the answer here."))
    topic = forms.ChoiceField(label=_("Topics"), choices=Topic)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    place = Municipality.objects.first()
    if place is not None:
        set_municipality(request, place)
    pages: Sequence[KnowledgePage] = KnowledgePage.objects.visible_to(request.user).in_language("sv")[:3]
    wrong = SampleForm({"email": "inte en adress"})
    wrong.is_valid()
    context = {
        "form": SampleForm(),
        "wrong": wrong,
        "pages": pages,
        "paged": Paginator(range(30), 10).get_page(2),
        "topics": list(Topic),
        "blocks": [sample_of(name) for name in PREVIEWED],
    }
    return render(request, "demo/components.html", context)


def sample_of(name: str) -> object:
    """The block as editors see it before they choose it."""
    block = GuideBlocks().child_blocks[name]
    return block.bind(block.normalize(block.get_preview_value()))
