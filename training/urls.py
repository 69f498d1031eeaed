from django.urls import path

from training.views import certificate, learning, lessons, quizzes

app_name = "training"

urlpatterns = [
    path("<slug:municipality>/larande/", learning.learning, name="learning"),
    path("<slug:municipality>/larande/<uuid:unit>/borja/", lessons.begin, name="begin"),
    path("<slug:municipality>/larande/<uuid:unit>/klar/", lessons.complete, name="complete"),
    path("<slug:municipality>/larande/<uuid:unit>/svara/", quizzes.answer, name="answer"),
    path("<slug:municipality>/larande/<uuid:unit>/intyg/", certificate.certificate, name="certificate"),
]
