"""Is there a model, and is its file there? Reads no model: the web process never loads scikit-learn."""

from triage.domain import store


def probe_model() -> str | None:
    sha256 = store.active_sha256()
    if sha256 is None:
        return "no model has been trained; only the guides are asked"
    if not store.file_of(sha256).exists():
        return "the model's file is missing; only the guides are asked"
    return None
