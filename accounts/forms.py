"""allauth's forms in our words, and without its placeholders: a label says the same, and stays."""

from typing import Any

from allauth.account import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def password_rule() -> str:
    """What settings.AUTH_PASSWORD_VALIDATORS asks for, in one sentence."""
    text = gettext("At least %(count)s characters. Three or four words in a row are easy to remember.")
    return text % {"count": settings.PASSWORD_MIN_LENGTH}


LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Your password until now"),
    "password1": _("New password"),
    "password2": _("The new password once more"),
}
HELP = {"password1": lazy(password_rule, str)()}


class PlainFields:
    """Comes before one of allauth's forms."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainFields, forms.LoginForm):
    pass


class ResetPasswordForm(PlainFields, forms.ResetPasswordForm):
    pass


class ReauthenticateForm(PlainFields, forms.ReauthenticateForm):
    pass


class TwiceTheSame(PlainFields):
    def add_error(self, field: str | None, error: Any) -> None:
        """allauth has one error of its own for the second field: that it differs from the first."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = _("The two new passwords differ. Write the same one twice.")
        super().add_error(field, error)  # type: ignore[misc]  # of Django's form, which comes after


class ChangePasswordForm(TwiceTheSame, forms.ChangePasswordForm):
    pass


class ResetPasswordKeyForm(TwiceTheSame, forms.ResetPasswordKeyForm):
    pass
