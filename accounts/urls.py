"""Signing in. The municipality makes accounts and keeps their addresses, so allauth's pages for those are not there."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("email/", views.not_offered, name="account_email"),
    path("confirm-email/", views.not_offered, name="account_email_verification_sent"),
    path("confirm-email/<path:key>/", views.not_offered, name="account_confirm_email"),
    path("password/set/", views.not_offered, name="account_set_password"),
    path("login/code/confirm/", views.not_offered, name="account_confirm_login_code"),
    path("", include("allauth.urls")),
]
