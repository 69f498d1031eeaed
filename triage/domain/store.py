"""Keeps models: files in a private folder by their checksum, one row active, loaded once a process."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from triage.models import TrainedModel

if TYPE_CHECKING:
    from triage.classifier.artefact import Artefact
    from triage.classifier.model import TriageModel


class ModelUnavailable(Exception):
    """There is no model, or its file cannot be used; the sentence says why."""


def active_sha256() -> str | None:
    return TrainedModel.objects.filter(active=True).values_list("sha256", flat=True).first()


def load(sha256: str) -> "TriageModel":
    """The model with this checksum. Raises ModelUnavailable. Kept in memory by the process."""
    from triage.classifier.artefact import ArtefactError  # scikit-learn loads only where a model is used

    try:
        return _loaded(sha256)
    except OSError as error:
        raise ModelUnavailable("the model's file is missing") from error
    except ArtefactError as error:
        raise ModelUnavailable(str(error)) from error


@lru_cache(maxsize=2)
def _loaded(sha256: str) -> "TriageModel":
    from triage.classifier.artefact import unpack  # see load()

    return unpack(file_of(sha256).read_bytes(), sha256)


def save(artefact: "Artefact", card: dict[str, object]) -> TrainedModel:
    """Write the file first, then make its row the active one."""
    folder = Path(settings.TRIAGE_MODEL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file_of(artefact.sha256).with_suffix(".part")
    part.write_bytes(artefact.data)
    part.replace(file_of(artefact.sha256))
    with transaction.atomic():
        TrainedModel.objects.filter(active=True).update(active=False)
        model, _ = TrainedModel.objects.update_or_create(
            sha256=artefact.sha256, defaults={"card": card, "active": True}
        )
    return model


def file_of(sha256: str) -> Path:
    return Path(settings.TRIAGE_MODEL_FOLDER) / f"{sha256}.skops"
