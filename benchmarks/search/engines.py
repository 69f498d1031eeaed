"""The product's engine and its stock peers, each behind the same three calls."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import tantivy
from whoosh import fields, query
from whoosh.analysis import LanguageAnalyzer
from whoosh.filedb.filestore import FileStorage

from benchmarks.search.files import Text
from kb.search.engine import Document, SearchIndex
from kb.search.engine.analysis import words
from kb.search.engine.query import Question

TITLE, TEXT = "title", "text"
WEIGHTS = {TITLE: 2.0, TEXT: 1.0}
"""Titles count double, as pages' titles do in the product; for all engines alike."""


class Engine(Protocol):
    def build(self, documents: Sequence[Text], folder: Path) -> None:
        """Write an index of the documents into the folder and open it."""

    def search(self, question: str) -> list[str]:
        """Ids of all documents that match, best first; equal ones in the order of their ids."""

    def close(self) -> None: ...


class Ours:
    """The engine as visitors' searches use it."""

    def __init__(self, language: str) -> None:
        self.language = language

    def build(self, documents: Sequence[Text], folder: Path) -> None:
        self.index = SearchIndex(folder)
        self.index.rebuild(
            Document(
                key=document.id,
                language=self.language,
                texts={TITLE: document.title, TEXT: document.text} if document.title else {TEXT: document.text},
            )
            for document in documents
        )

    def search(self, question: str) -> list[str]:
        return [hit.key for hit in self.index.search(Question(question, self.language, WEIGHTS))]

    def close(self) -> None:
        """Nothing is held open but files."""


class FullText:
    """SQLite FTS5 with its default tokeniser: an Or of the words, ranked by its bm25()."""

    def __init__(self, language: str) -> None:
        """FTS5 has no stemmer for Swedish; its words are the same in all languages."""

    def build(self, documents: Sequence[Text], folder: Path) -> None:
        self.database = sqlite3.connect(folder / "fts5.sqlite")
        self.database.execute("CREATE VIRTUAL TABLE document USING fts5(id UNINDEXED, title, text)")
        rows = [(document.id, document.title, document.text.replace("\x00", " ")) for document in documents]
        self.database.executemany("INSERT INTO document VALUES (?, ?, ?)", rows)
        self.database.commit()

    def search(self, question: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(question)))
        if not asked:
            return []
        found = self.database.execute(
            "SELECT id, bm25(document, 0, ?, ?) AS score FROM document WHERE document MATCH ?",
            (WEIGHTS[TITLE], WEIGHTS[TEXT], asked),
        )
        return [str(key) for key, _ in sorted(found, key=lambda row: (row[1], row[0]))]

    def close(self) -> None:
        self.database.close()


class StockWhoosh:
    """Whoosh with its own analyser for the language: an Or of the terms, ranked by its BM25F."""

    def __init__(self, language: str) -> None:
        self.field = fields.TEXT(analyzer=LanguageAnalyzer(language))

    def build(self, documents: Sequence[Text], folder: Path) -> None:
        schema = fields.Schema(id=fields.ID(stored=True), title=self.field, text=self.field)
        index = FileStorage(str(folder)).create_index(schema)
        writer = index.writer()
        for document in documents:
            writer.add_document(id=document.id, title=document.title, text=document.text)
        writer.commit()
        self.searcher = index.searcher()

    def search(self, question: str) -> list[str]:
        terms = dict.fromkeys(self.field.process_text(question, mode="query"))
        asked = query.Or([query.Term(name, term, boost=WEIGHTS[name]) for name in WEIGHTS for term in terms])
        found = [(-hit.score, str(hit["id"])) for hit in self.searcher.search(asked, limit=None)]
        return [key for _, key in sorted(found)]

    def close(self) -> None:
        self.searcher.close()


class Tantivy:
    """Tantivy with its stemmer of the language: an Or of the terms, ranked by its BM25."""

    STEMMERS = {"sv": "swedish", "en": "english"}

    def __init__(self, language: str) -> None:
        lower = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        self.analyser = lower.filter(tantivy.Filter.stemmer(self.STEMMERS[language])).build()

    def build(self, documents: Sequence[Text], folder: Path) -> None:
        builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        for name in WEIGHTS:
            builder.add_text_field(name, tokenizer_name="stemmed")
        self.schema = builder.build()
        index = tantivy.Index(self.schema, path=str(folder))
        index.register_tokenizer("stemmed", self.analyser)
        writer = index.writer(num_threads=1)
        for document in documents:
            writer.add_document(tantivy.Document(id=document.id, title=document.title, text=document.text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()
        self.size = len(documents)

    def search(self, question: str) -> list[str]:
        terms = dict.fromkeys(self.analyser.analyze(question))
        parts = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self.term(name, term), WEIGHTS[name]))
            for name in WEIGHTS
            for term in terms
        ]
        found = self.searcher.search(tantivy.Query.boolean_query(parts), limit=self.size).hits
        scored = [(-score, str(self.searcher.doc(address)["id"][0])) for score, address in found]
        return [key for _, key in sorted(scored)]

    def term(self, name: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, name, term)

    def close(self) -> None:
        """Nothing is held open but files."""
