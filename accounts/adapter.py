"""How allauth behaves here: nobody registers by themselves, and after sign-in one lands on one's own home."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whoever signs in goes on to an address of ours. Anything else, also what is none, is not followed."""
        return url.startswith("/") and bool(super().is_safe_url(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Zero choices: the home of the municipality where the person belongs."""
        user = request.user
        if isinstance(user, User):
            for membership in user.active_memberships:
                if membership.municipality is not None:
                    return reverse("wagtail_serve", args=[f"{membership.municipality.slug}/"])
            if user.is_superuser:
                return reverse("wagtailadmin_home")
        return reverse("wagtail_serve", args=[""])

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])
