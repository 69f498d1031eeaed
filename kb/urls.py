from django.urls import path

from kb.views import feedback, pages, search, topics

app_name = "kb"

urlpatterns = [
    path("<slug:municipality>/sok/", search.search, name="search"),
    path("<slug:municipality>/sok/forslag/", search.suggestions, name="suggestions"),
    path("<slug:municipality>/sok/oppnat/", search.opened, name="search_opened"),
    path("<slug:municipality>/amne/<slug:topic>/", topics.topic, name="topic"),
    path("<slug:municipality>/hjalpte/<uuid:page>/", feedback.answer, name="helped"),
    path("<slug:municipality>/hjalpte/<uuid:page>/<uuid:key>/", feedback.thanks, name="helped_thanks"),
    path("<slug:municipality>/gemensamt/<path:path>/", pages.shared_page, name="shared_page"),
]
