"""The blocks that instructions are made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PLAIN_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("What to do"), max_length=120)
    text = blocks.RichTextBlock(label=_("How"), features=PLAIN_FEATURES, required=False)

    class Meta:
        label = _("Step")
        icon = "list-ol"


class StepsBlock(blocks.ListBlock):
    class Meta:
        label = _("Numbered steps")
        icon = "list-ol"
        template = "kb/blocks/steps.html"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), **kwargs)


class NoticeBlock(blocks.StructBlock):
    """A coloured box; colour is never the only bearer of its meaning, the heading says it too."""

    text = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES)


class NoteBlock(NoticeBlock):
    class Meta:
        label = _("Good to know")
        icon = "info-circle"
        template = "kb/blocks/note.html"


class WarningBlock(NoticeBlock):
    class Meta:
        label = _("Important")
        icon = "warning"
        template = "kb/blocks/warning.html"


class ContactBlock(NoticeBlock):
    class Meta:
        label = _("Contact")
        icon = "user"
        template = "kb/blocks/contact.html"


class GuideBlocks(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        icon="title",
        template="kb/blocks/heading.html",
        form_classname="title",
    )
    paragraph = blocks.RichTextBlock(label=_("Text"), features=PLAIN_FEATURES, icon="pilcrow")
    steps = StepsBlock()
    note = NoteBlock()
    warning = WarningBlock()
    contact = ContactBlock()
