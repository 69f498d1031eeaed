"""Keeps models: files in a private folder by their checksum, one row active, loaded once a process."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from triage.models import TrainedModel

if TYPE_CHECKING:
    from triage.classifier.artefact import Artefact
    from triage.classifier.model import TriageModel

TROUBLE_LENGTH = 200


class ModelUnavailable(Exception):
    """There is no model, or its file cannot be used; the sentence says why."""


def usable() -> "tuple[str, TriageModel, str]":
    """Checksum and model: the one in use or, if it cannot be used, the latest former one that can.

    The third is why the one in use cannot be used, else empty. Raises ModelUnavailable if none can.
    """
    trouble = ""
    candidates = [TrainedModel.objects.in_use(), *TrainedModel.objects.former()]
    for row in filter(None, candidates):
        try:
            if row.trouble:
                raise ModelUnavailable(row.trouble)
            return row.sha256, load(row.sha256), trouble
        except ModelUnavailable as error:
            trouble = trouble or str(error)
    raise ModelUnavailable(trouble or "no model has been trained")


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


def set_aside(sha256: str, trouble: str) -> None:
    """The model has failed at work and is not asked again."""
    TrainedModel.objects.filter(sha256=sha256).update(trouble=trouble[:TROUBLE_LENGTH])


def keep(artefact: "Artefact", card: dict[str, object]) -> TrainedModel:
    """File and row of a model that is not in use yet. The same model again is the same row."""
    folder = Path(settings.TRIAGE_MODEL_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file_of(artefact.sha256).with_suffix(".part")
    part.write_bytes(artefact.data)
    part.replace(file_of(artefact.sha256))
    defaults = {"card": card, "refused_because": "", "trouble": ""}
    model, _ = TrainedModel.objects.update_or_create(sha256=artefact.sha256, defaults=defaults)
    return model


@transaction.atomic
def take_into_use(model: TrainedModel) -> None:
    TrainedModel.objects.filter(active=True).exclude(pk=model.pk).update(active=False)
    model.active = True
    model.promoted_at = timezone.now()
    model.save(update_fields=["active", "promoted_at"])


def delete_files_but(kept: set[str]) -> int:
    """Those of the last day stay in any case: a training may be about to take one into use. Returns how many went."""
    before = (timezone.now() - timedelta(days=1)).timestamp()
    files = Path(settings.TRIAGE_MODEL_FOLDER).glob("*.skops")
    needless = [file for file in files if file.stem not in kept and file.stat().st_mtime < before]
    for file in needless:
        file.unlink(missing_ok=True)
    return len(needless)


def file_of(sha256: str) -> Path:
    return Path(settings.TRIAGE_MODEL_FOLDER) / f"{sha256}.skops"
