from django.urls import path

from triage.views import card, decision, stages, trained

app_name = "triage"

urlpatterns = [
    path("<slug:municipality>/sortering/", stages.overview, name="overview"),
    path("<slug:municipality>/sortering/av/", stages.off, name="off"),
    path("<slug:municipality>/sortering/ko/<slug:queue>/", stages.change, name="change_stage"),
    path("<slug:municipality>/sortering/ko/<slug:queue>/mal/", stages.target, name="change_target"),
    path("<slug:municipality>/sortering/kort/", card.latest, name="latest_card"),
    path("<slug:municipality>/sortering/kort/<slug:sha>/", card.card, name="card"),
    path("<slug:municipality>/sortering/modeller/", trained.models, name="models"),
    path("<slug:municipality>/sortering/modeller/tillbaka/", trained.back, name="roll_back"),
    path("<slug:municipality>/sortering/beslut/<slug:ref>/", decision.decision, name="decision"),
]
