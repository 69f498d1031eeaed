"""Puts the list of jobs into Wagtail's menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from jobs.views import admin


class JobsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("jobs/", admin.job_list, name="job_list"),
        path("jobs/retry/", admin.retry, name="job_retry"),
    ]


@hooks.register("register_settings_menu_item")
def register_menu_item() -> MenuItem:
    return JobsMenuItem(_("Jobs"), reverse_lazy("job_list"), icon_name="tasks", order=900)
