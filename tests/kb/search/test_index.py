"""The folder: what is written is found, what fails is an EngineError and leaves the old index."""

import os
import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from whoosh.index import FileIndex

from kb.search.engine import Document, EngineError, SearchIndex
from kb.search.engine import index as index_module
from kb.search.engine.query import Everything, Question, Words

BODY = {"body": 1.0}
NOBODY = 65534


def document(key: str, text: str = "text", **more: object) -> Document:
    return Document(key=key, texts={"body": text}, **more)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    made = SearchIndex(tmp_path / "index")
    made.update([document("a", "första"), document("b", "andra")])
    return made


def keys(index: SearchIndex) -> list[str]:
    return [hit.key for hit in index.search(Everything())]


def found(index: SearchIndex, word: str) -> list[str]:
    return [hit.key for hit in index.search(Words(word, BODY))]


def test_update_replaces_and_deletes_by_key(index: SearchIndex) -> None:
    index.update([document("x", "Tillfällig mening")])
    index.update([document("x", "Annan mening")])
    assert (found(index, "tillfällig"), found(index, "annan"), index.count()) == ([], ["x"], 3)
    index.update([document("y", "mening")], delete=["x", "unknown"])
    assert (found(index, "mening"), index.count()) == (["y"], 3)


def test_deleted_documents_never_come_back(index: SearchIndex) -> None:
    """Also not through a reader that saw them, nor when segments are merged."""
    for number in range(12):
        index.update([document(f"n{number}", "många")])
        assert len(found(index, "många")) == 1
        index.update([], delete=[f"n{number}"])
        assert (found(index, "många"), keys(index)) == ([], ["a", "b"])
        assert keys(SearchIndex(index.folder)) == ["a", "b"]


def test_other_readers_see_a_write_a_rebuild_and_a_new_beginning(index: SearchIndex) -> None:
    reader = SearchIndex(index.folder)
    assert keys(reader) == ["a", "b"]
    index.update([document("c")])
    assert keys(reader) == ["a", "b", "c"]
    index.rebuild([document("d")])
    assert keys(reader) == ["d"]
    index.clear()
    index.rebuild([document("e")])
    assert keys(reader) == ["e"]


def test_similar_gives_documents_of_the_same_matter_but_never_itself(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    texts = {
        "login": "Så loggar du in med BankID på lärplattformen",
        "code": "Ny kod till BankID när lärplattformen inte släpper in dig",
        "lunch": "Matsedeln för skolrestaurangen och specialkost",
        "food": "Anmäl specialkost till skolrestaurangen",
    }
    index.rebuild(document(key, text, tags=[f"topic:{key}"]) for key, text in texts.items())
    assert [hit.key for hit in index.similar("login", limit=1)] == ["code"]
    assert [hit.key for hit in index.similar("food", limit=1)] == ["lunch"]
    assert "login" not in [hit.key for hit in index.similar("login")]
    assert [hit.key for hit in index.similar("login", require=[["topic:lunch"]])] == []
    assert index.similar("unknown") == []


def test_document_without_words_is_like_nothing(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    index.rebuild([document("a", "!?"), document("b", "i på"), Document(key="c")])
    assert [index.similar(key) for key in "abc"] == [[], [], []]
    assert keys(index) == ["a", "b", "c"]


def test_keys_and_tags_may_hold_any_character(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    odd = ["kb.guide:1", "två ord", "a,b", "å\u0308", "Ä" * 300, "\U0001f600"]
    index.update([document(key, tags=[f"tag {key}"]) for key in odd])
    index.update([document("två ord", tags=["tag två ord"])], delete=["a,b"])
    left = sorted(set(odd) - {"a,b"})
    assert keys(index) == left
    assert [[hit.key for hit in index.search(Everything(), require=[[f"tag {key}"]])] for key in left] == [
        [key] for key in left
    ]


def test_threads_share_one_index_while_another_writes(index: SearchIndex) -> None:
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                if found(index, "första") != ["a"]:
                    wrong.append("a is not found")
            except Exception as error:
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    writer = SearchIndex(index.folder)
    for number in range(15):
        writer.update([document(f"w{number % 4}", "annat")])
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_reader_that_a_commit_overtakes_opens_anew(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the list of segments and the segments; which error then comes differs between Whoosh's distributions."""
    opened = FileIndex.reader
    overtaking = [document("c"), document("d")]

    def overtaken(self: FileIndex) -> object:
        if not overtaking:
            return opened(self)
        SearchIndex(index.folder).update([overtaking.pop()])
        raise RuntimeError("a segment is missing")

    monkeypatch.setattr(FileIndex, "reader", overtaken)
    assert keys(SearchIndex(index.folder)) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "foreign", "toc cut", "segment gone"])
def test_broken_index_is_an_engine_error_until_it_is_rebuilt(index: SearchIndex, damage: str) -> None:
    for file in list(index.folder.iterdir()):
        content = file.read_bytes()
        match damage:
            case "missing":
                file.unlink()
            case "empty":
                file.write_bytes(b"")
            case "cut":
                file.write_bytes(content[: len(content) // 2])
            case "foreign":
                file.write_bytes(b"something else entirely")
            case "toc cut" if file.suffix == ".toc":
                file.write_bytes(content[: len(content) // 2])
            case "segment gone" if file.suffix == ".seg":
                file.unlink()
    fresh = SearchIndex(index.folder)
    for call in (fresh.count, lambda: fresh.search(Question("första", "sv", BODY)), lambda: fresh.spelling("x", "sv")):
        with pytest.raises(EngineError):
            call()
    assert fresh.rebuild([document("a", "åter")]) == 1
    assert (found(fresh, "åter"), found(SearchIndex(index.folder), "åter")) == (["a"], ["a"])


def test_index_of_another_version_counts_as_missing(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "NAME", "skolstod1")
    older = SearchIndex(index.folder)
    with pytest.raises(EngineError):
        older.count()
    older.rebuild([document("old")])
    assert keys(older) == ["old"]
    monkeypatch.undo()
    assert keys(SearchIndex(index.folder)) == ["a", "b"]


@pytest.mark.parametrize("what", ["folder", "files"])
def test_unreadable_index_is_an_engine_error(index: SearchIndex, what: str) -> None:
    paths = [index.folder] if what == "folder" else list(index.folder.iterdir())
    for path in paths:
        path.chmod(0)
    with without_privileges():
        fresh = SearchIndex(index.folder)
        for call in (fresh.count, lambda: fresh.update([document("c")]), lambda: fresh.rebuild([document("c")])):
            with pytest.raises(EngineError):
                call()
    for path in paths:
        path.chmod(0o700)
    assert keys(SearchIndex(index.folder)) == ["a", "b"]


def test_folder_that_cannot_be_made_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    index = SearchIndex(tmp_path / "file" / "index")
    for call in (index.count, lambda: index.update([document("a")]), lambda: index.rebuild([document("a")])):
        with pytest.raises(EngineError):
            call()


@pytest.mark.parametrize("room", [0, 1, 100, 1_000, 5_000, 20_000])
@pytest.mark.parametrize("write", ["update", "rebuild"])
def test_write_without_room_leaves_the_old_index(index: SearchIndex, write: str, room: int) -> None:
    many = [document(f"n{number}", f"många ord nummer {number} " + "fyllnad " * number) for number in range(200)]
    with pytest.raises(EngineError), files_of_at_most(room):
        getattr(index, write)(many)
    assert (keys(index), keys(SearchIndex(index.folder))) == (["a", "b"], ["a", "b"])
    index.update([document("c")])
    assert keys(index) == ["a", "b", "c"]


@pytest.mark.parametrize("write", ["update", "rebuild"])
def test_documents_that_fail_halfway_leave_the_old_index(index: SearchIndex, write: str) -> None:
    def failing() -> Iterator[Document]:
        yield document("n")
        raise OSError("the source broke")

    with pytest.raises(EngineError, match="the source broke"):
        getattr(index, write)(failing())
    assert keys(index) == ["a", "b"]
    index.update([document("c")])
    assert keys(index) == ["a", "b", "c"]


def test_leavings_of_a_failed_write_are_cleaned_by_the_next(index: SearchIndex) -> None:
    with pytest.raises(EngineError), files_of_at_most(5_000):
        index.rebuild(document(f"n{number}", f"ord{number} " * 50) for number in range(200))
    index.rebuild([document("a")])
    written = sorted(path.suffix for path in index.folder.iterdir() if path.suffix in {".seg", ".toc"})
    assert written == [".seg", ".toc"]


def test_locked_index_is_an_engine_error_after_a_while(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "LOCK_SECONDS", 0.2)
    with index._writing(), pytest.raises(EngineError, match="LockError"):
        SearchIndex(index.folder).update([document("c")])
    SearchIndex(index.folder).update([document("c")])
    assert keys(index) == ["a", "b", "c"]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Writing beyond this size fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def without_privileges() -> Iterator[None]:
    """The rights of files bind root only when it acts as somebody else."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
