"""What no view has answered: below /v1/ a problem document, elsewhere Django's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from games.api import problem_answers

_API = "/v1/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(_API):
        return problem_answers.plain("not_found", 404, "No such address.")
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(_API):
        return problem_answers.plain("invalid_request", 400, "The request as such is not one that we take.")
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(_API):
        return problem_answers.plain("internal_error", 500, "We have been told, and look into it.")
    return defaults.server_error(request)
