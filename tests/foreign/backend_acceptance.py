"""What the search library asks of every backend, asked of ours. Run by `tests/kb/test_acceptance.py`.

Nothing is left out. The animals and the speaker are made here: the fixture is older than the tests that look for them.
"""

from django.test import TestCase
from modelsearch.test.testapp.models import Meeting, MPAnimal, NSAnimal, Speaker
from modelsearch.tests.test_backends import BackendTests


def make_animals(model: type[MPAnimal] | type[NSAnimal]) -> None:
    animal = model.add_root(name="Animal")
    for name, kinds in {"Mammal": ["Cat", "Dog"], "Reptile": ["Lizard", "Snake"]}.items():
        group = model.objects.get(pk=animal.pk).add_child(name=name)
        for kind in kinds:
            model.objects.get(pk=group.pk).add_child(name=kind)


class SkolstodBackendTests(BackendTests, TestCase):
    backend_path = "kb.search.backend"

    @classmethod
    def setUpTestData(cls) -> None:
        make_animals(MPAnimal)
        make_animals(NSAnimal)
        item = Meeting.objects.get(name="Stand-up meeting").agenda_items.create(topic="Status updates")
        Speaker.objects.create(agenda_item=item, name="Doyle")
