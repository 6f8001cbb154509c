"""Signing in with Google on one's own page. django-allauth talks with Google; what follows from it is decided here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.google.views import oauth2_callback, oauth2_login
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from conversations.accounts import keeping as accounts
from conversations.me import visitors
from conversations.models import Account

_FAILED = "That did not work. Try again, or sign in another way."
_TAKEN = "There is an account with this e-mail and a password. Sign in with it, or reset the password first."


def google_sign_in(request: HttpRequest) -> HttpResponseBase:
    return _if_there_is_one(oauth2_login, request)


def google_answer(request: HttpRequest) -> HttpResponseBase:
    return _if_there_is_one(oauth2_callback, request)


def _if_there_is_one(view: Callable[[HttpRequest], HttpResponseBase], request: HttpRequest) -> HttpResponseBase:
    if not settings.HAS_GOOGLE:
        raise Http404
    return view(request)


class TasteAdapter(DefaultSocialAccountAdapter):
    """Every sign-in ends here: on their page, or where they started. None goes on into allauth's own sign-up."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        # Nothing of their profile there is ours to keep.
        SocialAccount.objects.filter(provider=sociallogin.account.provider, uid=sociallogin.account.uid).update(
            extra_data={}
        )
        raise ImmediateHttpResponse(_answer(request, sociallogin))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(_back(request, _FAILED))


def _answer(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    email = next((one.email for one in sociallogin.email_addresses if one.verified), "")
    if not email or len(email) > accounts.LONGEST_EMAIL:
        return _back(request, _FAILED)
    told = sociallogin.account
    try:
        account = accounts.by_provider(provider=told.provider, uid=told.uid, email=email, now=timezone.now())
    except accounts.EmailTaken:
        return _back(request, _TAKEN)
    except (IntegrityError, Account.DoesNotExist):  # two first sign-ins at once, or staff without a page
        return _back(request, _FAILED)
    response = redirect("me:page")
    visitors.let_in(response, account.player)
    return response


def _back(request: HttpRequest, trouble: str) -> HttpResponse:
    messages.error(request, trouble)
    return redirect("me:sign-in")
