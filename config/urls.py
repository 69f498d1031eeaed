"""All addresses. Swedish pages have no prefix, English ones begin with /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views import admin_login, not_offered
from config.views import demo, languages, legal, showcase
from jobs.views import health
from kb.admin.choosers import ChosenLinkable
from kb.views import media

handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.forbidden"
handler404 = "config.views.errors.not_found"
handler500 = "config.views.errors.server_error"

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("admin/login/", admin_login, name="admin_login"),
    re_path(r"^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/choose-page/chosen-multiple/", require_admin_access(ChosenLinkable.as_view()), name="chosen_pages"),
    path("admin/", include(wagtailadmin_urls)),
    path("media/<path:path>", media.picture, name="picture"),
    path("documents/authenticate_with_password/<path:key>", not_offered, name="collection_password_closed"),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/komponenter/", showcase.components, name="demo_components"),
        path("demo/mail/", demo.mailbox, name="demo_mailbox"),
        path("demo/mail/<str:name>/", demo.mail, name="demo_mail"),
        path("demo/mail/<str:name>/html/", demo.mail_html, name="demo_mail_html"),
    ]

urlpatterns += i18n_patterns(
    path("konto/", include("accounts.urls")),
    path("<slug:municipality>/tillganglighet/", legal.accessibility, name="accessibility"),
    path("<slug:municipality>/personuppgifter/", legal.privacy, name="privacy"),
    path("<slug:municipality>/ej-oversatt/", languages.untranslated, name="untranslated"),
    path("", include("support.urls")),
    path("", include("triage.urls")),
    path("", include("kb.urls")),
    path("", include("training.urls")),
    path("_util/<path:key>", not_offered, name="wagtail_sign_in_closed"),  # it counts no failed attempts
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
