"""A model as a file: numbers and names only, as skops (never pickle) with deflate, known by its SHA-256."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from skops import io as skops_io

from triage.classifier.confidence import Confidence
from triage.classifier.features import Features, Terms
from triage.classifier.judge import Judge
from triage.classifier.model import TriageModel
from triage.classifier.novelty import Novelty
from triage.classifier.text_model import TextModel, Weights

FORMAT = 4
TRUSTED = ["numpy.dtype"]


class ArtefactError(Exception):
    """The file is damaged, is not what its card says, or was made by another version of scikit-learn."""


@dataclass(frozen=True, slots=True)
class Artefact:
    data: bytes
    sha256: str


def pack(model: TriageModel) -> Artefact:
    text, judge, novelty = model.text_model, model.judge, model.novelty
    content = {
        "format": FORMAT,
        "sklearn": sklearn.__version__,
        "classes": list(model.classes),
        "pair": list(model.pair or []),
        "words": packed_terms(text.features.word_terms),
        "grams": packed_terms(text.features.gram_terms),
        "pairs": packed_terms(text.features.pair_terms),
        "coefficients": text.weights.coefficients,
        "offsets": text.weights.offsets,
        "novelty": {"profiles": novelty.profiles, "weights": novelty.weights, "intercept": novelty.intercept},
        "judge": {"text": judge.text, "guides": judge.guides, "bias": judge.bias, "evidence": judge.evidence},
        "confidence": {"slope": model.confidence.slope, "offset": model.confidence.offset},
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
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ArtefactError("the file has another format")
    if content["sklearn"] != sklearn.__version__:
        raise ArtefactError(f"the model was made by scikit-learn {content['sklearn']}")
    model = model_of(content)
    if not all(np.isfinite(numbers).all() for numbers in numbers_of(model)):
        raise ArtefactError("the model holds values that are no numbers")
    return model


def model_of(content: dict[str, Any]) -> TriageModel:
    judge, confidence, novelty = content["judge"], content["confidence"], content["novelty"]
    features = Features(*(unpacked_terms(content[name]) for name in ("words", "grams", "pairs")))
    return TriageModel(
        text_model=TextModel(features, Weights(content["coefficients"], content["offsets"])),
        novelty=Novelty(novelty["profiles"], novelty["weights"], float(novelty["intercept"])),
        judge=Judge(float(judge["text"]), float(judge["guides"]), judge["bias"], judge["evidence"]),
        confidence=Confidence(float(confidence["slope"]), float(confidence["offset"])),
        classes=[str(name) for name in content["classes"]],
        pair=(content["pair"][0], content["pair"][1]) if content["pair"] else None,
    )


def numbers_of(model: TriageModel) -> Sequence[Any]:
    text, judge, confidence = model.text_model, model.judge, model.confidence
    return [
        text.features.word_terms.idf,
        text.features.gram_terms.idf,
        text.features.pair_terms.idf,
        text.weights.coefficients,
        text.weights.offsets,
        model.novelty.profiles,
        model.novelty.weights,
        [model.novelty.intercept, judge.text, judge.guides, confidence.slope, confidence.offset],
        judge.bias,
        judge.evidence,
    ]


def packed_terms(terms: Terms) -> dict[str, Any]:
    """Names as one array of bytes: as a list, skops would describe each of a hundred thousand by itself."""
    return {"names": as_bytes(terms.names), "idf": terms.idf, "idf_outside": terms.idf_outside}


def unpacked_terms(content: dict[str, Any]) -> Terms:
    names = content["names"].tobytes().decode("utf-8")
    return Terms(names.split("\n") if names else [], content["idf"], float(content["idf_outside"]))


def as_bytes(names: Sequence[str]) -> NDArray[np.uint8]:
    """Terms hold word characters and spaces, so a line break can part them."""
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
