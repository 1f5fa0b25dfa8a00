"""The clerk's pages in the admin: say it, see what every surface will say, undo it, review it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from cms import clock
from cms.languages.table import LANGUAGES
from tours.models import Notice
from tours.notices import services
from tours.notices.documents import text
from tours.notices.forms import NoticeForm

PUBLISH = "tours.publish_notice"


@permission_required(PUBLISH)
def announce(request: HttpRequest) -> HttpResponse:
    """Take a notice and publish it at once, and list those that stand."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        notice = services.publish(form.notice(), user=request.user)
        messages.success(request, _("Published. It is on every surface within seconds, on signs within half a minute."))
        return redirect("notice_told", notice.pk)
    standing = [
        notice for notice in Notice.objects.filter(live=True) if notice.expires is None or notice.expires > clock.now()
    ]
    context = {"form": form, "standing": standing, "page_title": _("Today's notice")}
    return render(request, "tours/notice_announce.html", context)


@permission_required(PUBLISH)
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what visitors read, in every language, with the button that takes it back."""
    notice = get_object_or_404(Notice, pk=pk)
    sentences = [{"language": language, "text": text(notice, language.code)} for language in LANGUAGES]
    return render(
        request,
        "tours/notice_told.html",
        {"notice": notice, "sentences": sentences, "page_title": _("What visitors read now")},
    )


@permission_required(PUBLISH)
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Take a notice back, or note that a second person has looked at it."""
    notice = get_object_or_404(Notice, pk=pk)
    if action == "undo" and notice.live:
        services.undo(notice, user=request.user)
        messages.success(request, _("Taken back from every surface."))
    elif action == "reviewed":
        if notice.published_by_id == request.user.pk:
            messages.error(request, _("Somebody else has to review it."))
        else:
            services.mark_reviewed(notice, user=request.user)
    return redirect("notice_announce")
