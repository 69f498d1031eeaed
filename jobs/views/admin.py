"""The system administrator's list of jobs, among Wagtail's tools."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jobs.domain import leases
from jobs.enums import IN_FLIGHT, JobState
from jobs.models import Job, JobQuerySet

PAGE_SIZE = 50


def selections() -> dict[str, tuple[str, JobQuerySet]]:
    """The lists that one can choose between, in the order of urgency."""
    jobs = Job.objects.all()
    return {
        "dead": (_("Given up"), jobs.dead()),
        "failing": (_("Failed, tried again"), jobs.failing()),
        "running": (_("Running"), jobs.filter(state__in=IN_FLIGHT)),
        "waiting": (_("Waiting"), jobs.filter(state=JobState.WAITING, failures=0)),
        "done": (_("Done"), jobs.filter(state=JobState.DONE)),
    }


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    require_system_administrator(request)
    lists = selections()
    chosen = request.GET.get("list", "dead")
    if chosen not in lists:
        chosen = "dead"
    context = {
        "lists": [(name, label, rows.count()) for name, (label, rows) in lists.items()],
        "chosen": chosen,
        "page": Paginator(lists[chosen][1].order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("p")),
        "queues": Job.objects.unfinished().values("queue").annotate(count=Count("pk")).order_by("queue"),
        "can_retry": chosen in ("dead", "failing"),
    }
    return render(request, "jobs/list.html", context)


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    require_system_administrator(request)
    number = request.POST.get("job", "")
    job = get_object_or_404(Job, pk=int(number) if number.isdecimal() else 0)
    if leases.retry(job):
        messages.success(request, _("The job is tried again."))
    else:
        messages.error(request, _("The job is already running or done."))
    return redirect("job_list")


def require_system_administrator(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied
