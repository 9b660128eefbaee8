import gzip
import hashlib
from pathlib import Path

import pytest

from keras_labs.provision import (
    DataNotFoundError,
    Source,
    UnreachableError,
    defect,
    folder_source,
    provide,
    unpacked_defect,
)

CONTENTS = {"images.gz": bytes(range(256)) * 40, "labels.gz": b"label" * 100}
DIGESTS = {name: hashlib.sha256(content).hexdigest() for name, content in CONTENTS.items()}
ADVICE = "Put the files somewhere."


def write_intact(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or CONTENTS:
        (folder / name).write_bytes(gzip.compress(CONTENTS[name]))


def remote(folder: Path, asked: list[list[str]]) -> Source:
    def fetch(names):
        asked.append(list(names))
        write_intact(folder, *names)
        return folder

    return Source("remote", fetch, own=True)


def refuse(names):
    raise UnreachableError("no route to host")


UNREACHABLE = Source("unreachable", refuse)


def truncate(packed: bytes) -> bytes:
    return packed[: len(packed) // 2]


def flip_a_bit(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0x10]) + packed[middle + 1 :]


def other_content(packed: bytes) -> bytes:
    return gzip.compress(gzip.decompress(packed)[:-1] + b"!")


def trailing_bytes(packed: bytes) -> bytes:
    return packed + b"more"


def html_instead(packed: bytes) -> bytes:
    return b"<html>502 Bad Gateway</html>"


def nothing(packed: bytes) -> bytes:
    return b""


FAULTS = [truncate, flip_a_bit, other_content, trailing_bytes, html_instead, nothing]


def test_intact_local_files_are_used_and_nothing_else_is_asked(tmp_path):
    write_intact(tmp_path)
    asked: list[list[str]] = []
    paths = provide(
        DIGESTS, [folder_source("local", tmp_path), remote(tmp_path / "r", asked)], ADVICE
    )
    assert paths == {name: tmp_path / name for name in CONTENTS}
    assert asked == []


def test_a_repacked_file_counts_as_intact(tmp_path):
    write_intact(tmp_path)
    (tmp_path / "images.gz").write_bytes(gzip.compress(CONTENTS["images.gz"], 1, mtime=1))
    assert unpacked_defect(tmp_path / "images.gz", DIGESTS["images.gz"]) is None


def test_a_file_that_is_taken_as_it_is_may_not_be_repacked(tmp_path):
    path = tmp_path / "a.whl"
    path.write_bytes(b"wheel")
    digests = {"a.whl": hashlib.sha256(b"wheel").hexdigest()}
    sources = [folder_source("local", tmp_path)]
    assert provide(digests, sources, ADVICE, defect) == {"a.whl": path}
    path.write_bytes(gzip.compress(b"wheel"))
    with pytest.raises(DataNotFoundError, match=r"a\.whl has SHA-256 .*, expected .*; not used"):
        provide(digests, sources, ADVICE, defect)


def test_only_the_missing_file_is_fetched(tmp_path):
    write_intact(tmp_path / "local", "images.gz")
    asked: list[list[str]] = []
    sources = [folder_source("local", tmp_path / "local"), remote(tmp_path / "fetched", asked)]
    paths = provide(DIGESTS, sources, ADVICE)
    assert asked == [["labels.gz"]]
    assert paths["images.gz"].parent.name == "local"
    assert paths["labels.gz"].parent.name == "fetched"


@pytest.mark.parametrize("spoil", FAULTS)
def test_a_bad_file_is_named_set_aside_and_fetched_again(tmp_path, caplog, spoil):
    write_intact(tmp_path)
    path = tmp_path / "images.gz"
    bad = spoil(path.read_bytes())
    path.write_bytes(bad)
    asked: list[list[str]] = []

    # The remote source writes into the very folder, as ours do.
    sources = [folder_source("local", tmp_path, own=True), remote(tmp_path, asked)]
    paths = provide(DIGESTS, sources, ADVICE)

    assert asked == [["images.gz"]]
    assert gzip.decompress(paths["images.gz"].read_bytes()) == CONTENTS["images.gz"]
    (aside,) = tmp_path.glob("*.corrupt-*")
    assert aside.name.startswith("images.gz.corrupt-")
    assert aside.read_bytes() == bad
    (message,) = [record.getMessage() for record in caplog.records]
    assert str(path) in message
    assert aside.name in message


@pytest.mark.parametrize("spoil", FAULTS)
def test_a_bad_download_is_never_used(tmp_path, spoil):
    def fetch(names):
        write_intact(tmp_path)
        path = tmp_path / "images.gz"
        path.write_bytes(spoil(path.read_bytes()))
        return tmp_path

    with pytest.raises(DataNotFoundError, match=r"no intact copy of images\.gz"):
        provide(DIGESTS, [Source("bad server", fetch, own=True)], ADVICE)
    assert not (tmp_path / "images.gz").exists()


def test_a_bad_file_that_cannot_be_renamed_is_left_and_not_used(tmp_path, monkeypatch):
    write_intact(tmp_path / "system")
    path = tmp_path / "system" / "images.gz"
    path.write_bytes(truncate(path.read_bytes()))

    def forbid(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", forbid)
    asked: list[list[str]] = []
    sources = [
        folder_source("system", tmp_path / "system", own=True),
        remote(tmp_path / "own", asked),
    ]
    assert provide(DIGESTS, sources, ADVICE)["images.gz"] == tmp_path / "own" / "images.gz"
    assert path.exists()


@pytest.mark.parametrize("spoil", FAULTS)
def test_a_folder_of_the_users_is_only_read(tmp_path, caplog, spoil):
    """Other files may well have those four names, and be good for something else."""
    theirs = tmp_path / "theirs"
    write_intact(theirs)
    for name in CONTENTS:
        (theirs / name).write_bytes(spoil((theirs / name).read_bytes()))
    before = {path: path.read_bytes() for path in theirs.iterdir()}
    asked: list[list[str]] = []
    sources = [folder_source("FASHION_MNIST_DIR", theirs), remote(tmp_path / "own", asked)]
    paths = provide(DIGESTS, sources, ADVICE)
    assert {path.parent.name for path in paths.values()} == {"own"}
    assert {path: path.read_bytes() for path in theirs.iterdir()} == before
    assert [record.getMessage().endswith("; not used") for record in caplog.records] == [True] * 2


@pytest.mark.parametrize("stage", ["is_dir", "open"])
def test_a_folder_that_cannot_be_read_is_passed_over_and_told(tmp_path, monkeypatch, stage):
    """The folder of Keras at home may belong to root; as root may read all, it is feigned."""
    (tmp_path / "theirs").mkdir()

    def forbid(original):
        def call(path, *arguments, **named):
            if "theirs" in str(path):
                raise PermissionError(13, "Permission denied", str(path))
            return original(path, *arguments, **named)

        return call

    if stage == "is_dir":
        monkeypatch.setattr(Path, "is_dir", forbid(Path.is_dir))
    else:
        monkeypatch.setattr(gzip, "open", forbid(gzip.open))
    theirs = folder_source("theirs", tmp_path / "theirs")
    asked: list[list[str]] = []
    assert list(provide(DIGESTS, [theirs, remote(tmp_path / "own", asked)], ADVICE)) == [*DIGESTS]
    with pytest.raises(DataNotFoundError, match=r"theirs: .*Permission denied"):
        provide(DIGESTS, [theirs], ADVICE)


def test_a_source_that_fails_on_the_disk_is_passed_over_and_told(tmp_path):
    def full(names):
        raise OSError(28, "No space left on device")

    asked: list[list[str]] = []
    sources = [Source("download", full, own=True), remote(tmp_path, asked)]
    assert list(provide(DIGESTS, sources, ADVICE)) == list(DIGESTS)
    with pytest.raises(DataNotFoundError, match=r"download: .*No space left on device"):
        provide(DIGESTS, sources[:1], ADVICE)


def test_an_unreachable_source_is_passed_over(tmp_path):
    asked: list[list[str]] = []
    paths = provide(DIGESTS, [UNREACHABLE, remote(tmp_path, asked)], ADVICE)
    assert list(paths) == list(DIGESTS)


def test_without_any_source_one_message_says_what_was_tried_and_what_to_do(tmp_path):
    (tmp_path / "empty").mkdir()
    sources = [
        folder_source("absent", tmp_path / "absent"),
        folder_source("empty", tmp_path / "empty"),
        UNREACHABLE,
    ]
    with pytest.raises(DataNotFoundError) as caught:
        provide(DIGESTS, sources, ADVICE)
    message = str(caught.value)
    for part in ("images.gz", "labels.gz", "absent: there is no folder", "empty: ", ADVICE):
        assert part in message
    assert "unreachable: no route to host" in message
