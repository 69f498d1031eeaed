"""The blocks that instructions are made of. Each shows editors what it looks like before they choose it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

PLAIN_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("What to do"), max_length=120)
    text = blocks.RichTextBlock(label=_("How"), features=PLAIN_FEATURES, required=False)
    picture = ImageBlock(label=_("Picture"), required=False)

    class Meta:
        label = _("Step")
        icon = "list-ol"


class StepsBlock(blocks.ListBlock):
    class Meta:
        label = _("Numbered steps")
        description = _("One thing to do a step. A picture helps where the screen is hard to describe.")
        icon = "list-ol"
        template = "kb/blocks/steps.html"
        preview_value = [
            {"title": "Öppna Frånvaro", "text": "<p>Välj ditt barn under Mina barn.</p>"},
            {"title": "Välj Anmäl frånvaro", "text": "<p>Dagens datum är redan ifyllt.</p>"},
        ]

    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), **kwargs)


class NoticeBlock(blocks.StructBlock):
    """A coloured box; colour is never the only bearer of its meaning, the heading says it too."""

    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)


class NoteBlock(NoticeBlock):
    class Meta:
        label = _("Good to know")
        description = _("Something that helps but is not a step.")
        icon = "info-circle"
        template = "kb/blocks/note.html"
        preview_value = {"text": "<p>Du kan ändra en anmälan fram till första lektionen.</p>"}


class WarningBlock(NoticeBlock):
    class Meta:
        label = _("Important")
        description = _("What the reader must not miss. At most one on a page, or nobody reads them.")
        icon = "warning"
        template = "kb/blocks/warning.html"
        preview_value = {"text": "<p>Lämna aldrig ut din kod. Skolan frågar inte efter den.</p>"}


class ContactBlock(NoticeBlock):
    class Meta:
        label = _("Contact")
        description = _("Who helps when the guide does not.")
        icon = "user"
        template = "kb/blocks/contact.html"
        preview_value = {"text": "<p>Ring skolans expedition.</p>"}


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        label = _("Picture")
        description = _("A drawing or a picture of the screen. Never a picture of a pupil.")
        icon = "image"
        template = "kb/blocks/picture.html"


class TableBlock(TypedTableBlock):
    class Meta:
        label = _("Table")
        description = _("For comparing. Give it a caption, and keep it to a few columns: many read on a phone.")
        icon = "table"
        template = "kb/blocks/table.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([("text", blocks.CharBlock(label=_("Text"), required=False))], **kwargs)


class FileBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    description = blocks.CharBlock(label=_("What it is for"), max_length=200, required=False)

    class Meta:
        label = _("File")
        description = _("Something to download. Say what it is for; text that all must read belongs on the page.")
        icon = "doc-full"
        template = "kb/blocks/file.html"


class FilmBlock(blocks.StructBlock):
    """A film nobody can see or hear is still told: by captions and by a transcript, which must be there."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    film = DocumentChooserBlock(label=_("Film"), help_text=_("An MP4 file."))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A VTT file in the language of the page.")
    )
    no_captions = blocks.CharBlock(
        label=_("Why there are no captions"),
        required=False,
        max_length=200,
        help_text=_("Only if there are none. Readers see it: for example that nobody speaks in the film."),
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=PLAIN_FEATURES,
        help_text=_("All that is said and shown, for those who cannot hear or see the film."),
    )

    class Meta:
        label = _("Film")
        description = _("A short film with captions and a transcript.")
        icon = "media"
        template = "kb/blocks/film.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (self.is_deferred_validation or cleaned["captions"] or cleaned["no_captions"]):
            missing = ValidationError(_("Choose a file with captions, or say below why there are none."))
            raise blocks.StructBlockValidationError(block_errors={"captions": missing})
        return cleaned


class RelatedBlock(blocks.ListBlock):
    class Meta:
        label = _("Read also")
        description = _("Two or three pages that the reader is likely to need next.")
        icon = "link"
        template = "kb/blocks/related.html"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.PageChooserBlock(page_type="kb.KnowledgePage"), **kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        """The titles of other pages say nothing about this one."""
        return []


class GuideBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        icon="title",
        template="kb/blocks/heading.html",
        form_classname="title",
        preview_value="Om du behöver ändra",
        description=_("Begins a new part. Readers skim the headings, so let them say what comes."),
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"),
        features=PLAIN_FEATURES,
        icon="pilcrow",
        preview_value="<p>Är ditt barn sjukt? Anmäl frånvaron innan skoldagen börjar.</p>",
        description=_("Short paragraphs, lists and links."),
    )
    steps = StepsBlock()
    note = NoteBlock()
    warning = WarningBlock()
    picture = PictureBlock()
    table = TableBlock()
    film = FilmBlock()
    file = FileBlock()
    contact = ContactBlock()
    related = RelatedBlock()
