from django.urls import path

from kb.views import pages, search

app_name = "kb"

urlpatterns = [
    path("<slug:municipality>/sok/", search.search, name="search"),
    path("<slug:municipality>/gemensamt/<path:path>/", pages.shared_page, name="shared_page"),
]
