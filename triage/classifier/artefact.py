"""A model as a file: skops (never pickle) with deflate, a SHA-256, and refusal of whatever does not fit."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import Any

import sklearn
from skops import io as skops_io

from triage.classifier.model import TriageModel

FORMAT = 2
TRUSTED = ["scipy.sparse._csr.csr_matrix", "numpy.dtype"]


class ArtefactError(Exception):
    """The file is damaged, is not what its card says, or was made by another version of scikit-learn."""


@dataclass(frozen=True, slots=True)
class Artefact:
    data: bytes
    sha256: str


def pack(model: TriageModel) -> Artefact:
    content = {
        "format": FORMAT,
        "sklearn": sklearn.__version__,
        "word_terms": model.word_terms,
        "character_terms": model.character_terms,
        "regression": model.regression,
        "judge": model.judge,
        "classes": model.classes,
        "temperature": model.temperature,
        "judge_weight": model.judge_weight,
    }
    buffer = io.BytesIO()
    skops_io.dump(content, buffer, compression=zipfile.ZIP_DEFLATED, compresslevel=6)
    data = buffer.getvalue()
    return Artefact(data, digest(data))


def unpack(data: bytes, sha256: str) -> TriageModel:
    """Raises ArtefactError before anything of the content is used."""
    if digest(data) != sha256:
        raise ArtefactError("the file is not the one that was trained (its checksum differs)")
    try:
        content: dict[str, Any] = skops_io.loads(data, trusted=TRUSTED)
    except Exception as error:  # skops raises many kinds for what it does not trust or understand
        raise ArtefactError(f"the file cannot be read ({type(error).__name__})") from error
    if content.get("format") != FORMAT:
        raise ArtefactError("the file has another format")
    if content["sklearn"] != sklearn.__version__:
        raise ArtefactError(f"the model was made by scikit-learn {content['sklearn']}")
    return TriageModel(
        word_terms=content["word_terms"],
        character_terms=content["character_terms"],
        regression=content["regression"],
        judge=content["judge"],
        classes=list(content["classes"]),
        temperature=float(content["temperature"]),
        judge_weight=float(content["judge_weight"]),
    )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
