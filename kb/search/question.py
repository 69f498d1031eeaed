"""What a visitor typed, as opposed to a query with operators."""

from modelsearch.query import SearchQuery


class Question(SearchQuery):
    """Words in the visitor's own order and spelling; any of them may match, the best match comes first.

    quotes: whether passages in quotation marks must be there word for word.
    """

    def __init__(self, text: str, language: str, *, quotes: bool = True) -> None:
        self.text = text
        self.language = language
        self.quotes = quotes

    def __repr__(self) -> str:
        return f"<Question of {len(self.text)} characters>"
