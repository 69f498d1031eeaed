"""Pictures, films and files of the fixtures, in the collection that all municipalities share."""

from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from config.demo import fixtures


def load_pictures() -> dict[str, dict[str, dict[str, Any]]]:
    """By language and name, as an ImageBlock keeps them."""
    found: dict[str, dict[str, dict[str, Any]]] = {"sv": {}, "en": {}}
    for name, data in fixtures.table("pictures", "pictures.toml").items():
        image = load_image(fixtures.folder("pictures", f"{name}.svg"), data["title"], data["alt"])
        for language, alt in (("sv", data["alt"]), ("en", data["alt_en"])):
            found[language][name] = {"image": image.pk, "decorative": False, "alt_text": alt}
    return found


def load_image(path: Any, title: str, description: str) -> Any:
    with path.open("rb") as file:
        image = get_image_model()(title=title, description=description)
        image.file.save(path.name, ImageFile(file), save=False)
        image.save()
    return image


def load_document(path: Any, title: str) -> Any:
    with path.open("rb") as file:
        document = get_document_model()(title=title)
        document.file.save(path.name, File(file), save=False)
        document.save()
    return document


def load_films() -> dict[str, dict[str, dict[str, Any]]]:
    """By language and name, as a film block keeps them; the transcript is still CommonMark."""
    found: dict[str, dict[str, dict[str, Any]]] = {"sv": {}, "en": {}}
    for name, data in fixtures.table("films", "films.toml").items():
        film = load_document(fixtures.folder("films", data["file"]), data["title"])
        poster = load_image(fixtures.folder("films", data["poster"]), data["title"], "")
        for language, suffix in (("sv", ""), ("en", "_en")):
            title = data[f"title{suffix}"]
            captions = load_document(fixtures.folder("films", data[f"captions_{language}"]), f"{title} (VTT)")
            found[language][name] = {
                "title": title,
                "film": film.pk,
                "poster": poster.pk,
                "captions": captions.pk,
                "transcript": data[f"transcript{suffix}"],
            }
    return found


def load_files() -> dict[str, dict[str, Any]]:
    return {
        name: {
            "file": load_document(fixtures.folder("files", data["file"]), data["title"]).pk,
            "description": data["description"],
        }
        for name, data in fixtures.table("files", "files.toml").items()
    }
