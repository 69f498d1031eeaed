from django.urls import path

from support.views import actions, agent, request, status

app_name = "support"

urlpatterns = [
    path("arende/<str:token>/", status.status, name="status"),
    path("arende/<str:token>/fil/<uuid:attachment>/", status.file, name="status_file"),
    path("<slug:municipality>/fraga/", request.write, name="request"),
    path("<slug:municipality>/fraga/<uuid:key>/", request.check, name="request_check"),
    path("<slug:municipality>/fraga/<uuid:key>/tack/", request.receipt, name="request_receipt"),
    path("<slug:municipality>/arenden/", agent.ticket_list, name="ticket_list"),
    path("<slug:municipality>/arenden/<slug:reference>/", agent.ticket, name="ticket"),
    path("<slug:municipality>/arenden/<slug:reference>/ta/", actions.take, name="take"),
    path("<slug:municipality>/arenden/<slug:reference>/svara/", actions.reply, name="reply"),
    path("<slug:municipality>/arenden/<slug:reference>/anteckna/", actions.note, name="note"),
    path("<slug:municipality>/arenden/<slug:reference>/flytta/", actions.move, name="move"),
    path("<slug:municipality>/arenden/<slug:reference>/gemensamt/", actions.join, name="join"),
    path("<slug:municipality>/arenden/<slug:reference>/sekretess/", actions.mark_secret, name="mark_secret"),
    path("<slug:municipality>/arenden/<slug:reference>/ej-sekretess/", actions.unmark_secret, name="unmark_secret"),
    path("<slug:municipality>/arenden/<slug:reference>/oro/", actions.mark_urgent, name="mark_urgent"),
    path("<slug:municipality>/arenden/<slug:reference>/ej-oro/", actions.unmark_urgent, name="unmark_urgent"),
    path("<slug:municipality>/arenden/<slug:reference>/los/", actions.solve, name="solve"),
    path("<slug:municipality>/arenden/<slug:reference>/oppna/", actions.reopen, name="reopen"),
    path("<slug:municipality>/arenden/<slug:reference>/fil/<uuid:attachment>/", agent.file, name="file"),
]
