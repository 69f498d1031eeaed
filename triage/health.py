"""Can the model in use be used? Reads its file but no model: the web process never loads scikit-learn."""

import hashlib
from functools import lru_cache
from importlib.metadata import version

from triage.domain import store
from triage.models import TrainedModel


def probe_model() -> str | None:
    in_use = TrainedModel.objects.in_use()
    if in_use is None:
        return "no model has been trained; only the guides are asked"
    trouble = in_use.trouble or trouble_with_file(in_use)
    return f"{trouble}; an older model or the guides are asked" if trouble else None


def trouble_with_file(model: TrainedModel) -> str:
    file = store.file_of(model.sha256)
    try:
        changed = file.stat().st_mtime_ns
        whole = digest_of(str(file), changed) == model.sha256
    except OSError:
        return "the model's file is missing"
    if not whole:
        return "the model's file is not the one that was trained"
    made_by = model.card.get("sklearn", "")
    return "" if made_by in ("", version("scikit-learn")) else f"the model was made by scikit-learn {made_by}"


@lru_cache(maxsize=2)
def digest_of(file: str, changed: int) -> str:
    """Read again only when the file has changed."""
    with open(file, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
