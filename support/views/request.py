"""Asking for help, in three pages: write, check, receipt."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import AUDIENCES, GUARDIAN, ROLES
from accounts.senders import sender_address
from accounts.tenancy import municipality_or_404
from support.domain import drafts, tickets
from support.domain.drafts import TooManyRequests, draft_of_browser
from support.domain.links import status_token
from support.forms import RequestForm
from support.models import RequestDraft, Ticket


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, municipality: str) -> HttpResponse:
    place = municipality_or_404(request)
    draft = draft_of(request, place)
    if request.method != "POST":
        form = RequestForm(initial=first_values(request, place, draft), municipality=place, draft=draft)
        return page(request, place, form, is_untouched=is_untouched(request, draft))
    form = RequestForm(request.POST, request.FILES, municipality=place, draft=draft)
    if not form.is_valid():
        return page(request, place, form, status=422)
    if draft is not None and draft.was_sent:
        return redirect("support:request_receipt", municipality, draft.key)
    try:
        saved = save(request, place, form)
    except TooManyRequests:
        return too_many(request, place, form)
    return redirect("support:request_check", municipality, saved.key)


def is_untouched(request: HttpRequest, draft: RequestDraft | None) -> bool:
    return draft is None and request.user.is_anonymous and not request.GET.get("q")


def save(request: HttpRequest, place: Municipality, form: RequestForm) -> RequestDraft:
    return drafts.save_draft(
        key=form.cleaned_data["key"],
        municipality=place,
        answers=form.answers(get_language() or "sv"),
        files=form.cleaned_data["files"],
        remove=form.cleaned_data["remove"],
        by=request.user if isinstance(request.user, User) else None,
        sender_address=sender_address(request),
        browser=browser_of(request),
    )


def page(
    request: HttpRequest, place: Municipality, form: RequestForm, *, status: int = 200, is_untouched: bool = False
) -> HttpResponse:
    """The fields of an untouched form are the same for all visitors, so they are drawn once a minute."""
    context = {"municipality": place, "form": form, "is_untouched": is_untouched}
    return render(request, "support/request.html", context, status=status)


def too_many(request: HttpRequest, place: Municipality, form: RequestForm) -> HttpResponse:
    form.add_error(None, _("Many questions have come from you in a short time. Try again in an hour, or call us."))
    return page(request, place, form, status=429)


def draft_of(request: HttpRequest, place: Municipality) -> RequestDraft | None:
    """The browser's own draft that the form or the link back from "check" names."""
    try:
        key = uuid.UUID(request.POST.get("key") or request.GET.get("utkast") or "")
    except ValueError:
        return None
    return draft_of_browser(key=key, municipality=place, browser=browser_of(request))


def browser_of(request: HttpRequest) -> str:
    """A secret that each browser with an open form has in a cookie already, and that no address carries.

    Signing in changes it, and every form that was open before has to be opened again.
    """
    get_token(request)  # makes one for a browser that has none
    return str(request.META["CSRF_COOKIE"])


def first_values(request: HttpRequest, place: Municipality, draft: RequestDraft | None) -> dict[str, object]:
    if draft is not None and draft.answers:
        school = SchoolUnit.objects.filter(pk=draft.answers["school"]).first()
        return {**draft.answers, "key": draft.key, "school": school.code if school else None}
    return {
        "key": uuid.uuid4(),
        "origin": request.GET.get("fran", ""),
        "what": request.GET.get("q", ""),
        "role": GUARDIAN.slug,
        **known_of(request, place),
    }


def known_of(request: HttpRequest, place: Municipality) -> dict[str, object]:
    """What we need not ask a person who is signed in."""
    user = request.user
    if not isinstance(user, User):
        return {}
    here = [m for m in user.active_memberships if m.municipality_id == place.pk]
    schools = [m.school.code for m in here if m.school]
    roles = [m.role for m in here if ROLES[m.role] in AUDIENCES]
    return {
        "email": user.email,
        "name": user.get_full_name(),
        "role": roles[0] if roles else "staff",
        "school": schools[0] if schools else None,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, municipality: str, key: uuid.UUID) -> HttpResponse:
    """Show what was written; POST sends it. A draft that was sent leads to its receipt."""
    place = municipality_or_404(request)
    draft = draft_of_browser(key=key, municipality=place, browser=browser_of(request))
    if draft is None:
        return not_here(request, place)
    if draft.was_sent:
        return redirect("support:request_receipt", municipality, key)
    draft.municipality = place
    error = ""
    if request.method == "POST":
        try:
            draft.answers["language"] = get_language() or "sv"
            tickets.submit_draft(draft=draft)
            return redirect("support:request_receipt", municipality, key)
        except TooManyRequests:
            error = _("Many questions have come from this e-mail address in a short time. Try again in an hour.")
    context = {
        "municipality": place,
        "draft": draft,
        "rows": rows_to_check(draft),
        "change_url": f"{reverse('support:request', args=[municipality])}?utkast={key}",
        "error": error,
    }
    return render(request, "support/request_check.html", context, status=429 if error else 200)


def rows_to_check(draft: RequestDraft) -> list[tuple[str, str]]:
    answers = draft.answers
    school = SchoolUnit.objects.filter(pk=answers["school"]).first() if answers["school"] else None
    labels = RequestForm.base_fields
    rows = [
        (_("Your question"), answers["what"]),
        (_("In a few words"), answers["subject"]),
        (str(labels["email"].label), answers["email"]),
        (_("Your name"), answers["name"]),
        (_("Your phone number"), answers["phone"]),
        (_("You are"), str(ROLES[answers["role"]].name)),
        (_("School"), str(school or "")),
        (_("Files"), ", ".join(file.name for file in draft.attachments.all())),
    ]
    return [(label, value) for label, value in rows if value]


@never_cache
@require_safe
def receipt(request: HttpRequest, municipality: str, key: uuid.UUID) -> HttpResponse:
    """For as long as the draft is kept. After that, the mailed link leads to the ticket, and of a secret one always."""
    place = municipality_or_404(request)
    draft = draft_of_browser(key=key, municipality=place, browser=browser_of(request))
    tickets_of_key = Ticket.objects.select_related("municipality", "school").filter(municipality=place)
    ticket = tickets_of_key.filter(idempotency_key=key).first()
    if draft is None or ticket is None:
        return not_here(request, place)
    context = {"municipality": place, "ticket": ticket, "token": "" if ticket.secret else status_token(ticket)}
    return render(request, "support/request_receipt.html", context)


def not_here(request: HttpRequest, place: Municipality) -> HttpResponse:
    """Says the same whether somebody else wrote it, it is too old, or it never was."""
    return render(request, "support/request_not_here.html", {"municipality": place}, status=404)
