"""How allauth behaves here: nobody registers by themselves, and after sign-in one lands on one's own home."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Your account is closed. Ask your school administrator."),
        "email_password_mismatch": _("The address and the password do not belong together. Check both."),
        "enter_current_password": _("That is not your password until now."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("There have been too many attempts. Wait five minutes and try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the colours of the person's municipality."""
        home = getattr(context.get("user"), "home_municipality", None)
        super().send_mail(template_prefix, email, {"municipality": home, **context})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whoever signs in goes on to an address of ours. Anything else, also what is none, is not followed."""
        return url.startswith("/") and bool(super().is_safe_url(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Zero choices: the home of the municipality where the person belongs."""
        user = request.user
        home = getattr(user, "home_municipality", None)
        if home is not None:
            return reverse("wagtail_serve", args=[f"{home.slug}/"])
        if user.is_superuser:
            return reverse("wagtailadmin_home")
        return reverse("wagtail_serve", args=[""])

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])
