import functools
import gzip
import http.server
import os
import subprocess
import threading

import pytest

from keras_labs import remote
from keras_labs.provision import UnreachableError


class SilentHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        pass


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "small-ubyte.gz").write_bytes(gzip.compress(b"content"))
    handler = functools.partial(SilentHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}/"
        served.shutdown()
        thread.join()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A cache of Keras at home, with a broken file in it that is the user's."""
    monkeypatch.setattr("keras.src.backend.config.keras_home", lambda: str(tmp_path / "home"))
    folder = tmp_path / "home" / remote.KERAS_FOLDER
    folder.mkdir(parents=True)
    (folder / "small-ubyte.gz").write_bytes(b"broken")
    return folder


def test_keras_downloads_into_our_folder_and_writes_nothing_on_the_page(
    server, home, tmp_path, capfd
):
    target = tmp_path / "cache" / "fashion"
    assert remote.download_by_keras(["small-ubyte.gz"], target, server) == target
    assert gzip.decompress((target / "small-ubyte.gz").read_bytes()) == b"content"
    assert [path.name for path in home.iterdir()] == ["small-ubyte.gz"]
    assert (home / "small-ubyte.gz").read_bytes() == b"broken"
    assert capfd.readouterr() == ("", "")


def test_a_failed_download_says_which_address(server, tmp_path):
    with pytest.raises(UnreachableError, match=r"absent-ubyte\.gz: 404"):
        remote.download_by_keras(["absent-ubyte.gz"], tmp_path / "cache", server)
    assert not (tmp_path / "cache" / "absent-ubyte.gz").exists()


def test_a_folder_that_cannot_be_written_to_is_named(server, tmp_path, monkeypatch):
    """As root may write everywhere, the answer of the system is replaced."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(PermissionError, match=r"cache cannot be written to"):
        remote.download_by_keras(["small-ubyte.gz"], tmp_path / "cache", server)


def fake_tool(folder, name, script):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def tools(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    # Stands in for unpacking: the "package" is the list of commands that were run before.
    fake_tool(
        folder,
        "dpkg-deb",
        'mkdir -p "$3/usr/share/x" && cp "$2" "$3/usr/share/x/small-ubyte.gz"',
    )
    return folder


def test_the_package_is_unpacked_into_the_target(tmp_path, tools):
    fake_tool(tools, "apt-get", f'echo "$*" > {remote.DEBIAN_PACKAGE}_1_all.deb')
    target = tmp_path / "cache" / "fashion"
    assert remote.unpack_debian_package(target) == target
    assert (target / "small-ubyte.gz").read_text().endswith(f"download {remote.DEBIAN_PACKAGE}\n")
    assert [path.name for path in target.parent.iterdir()] == ["fashion"]  # nothing left over


def test_without_package_lists_they_are_fetched_into_a_folder_of_our_own(tmp_path, tools):
    fake_tool(
        tools,
        "apt-get",
        f"""echo "$*" >> {tmp_path}/commands
        case "$*" in
            *Dir::State::Lists=*update) ;;
            *Dir::State::Lists=*download*) touch {remote.DEBIAN_PACKAGE}_1_all.deb ;;
            *) echo "E: Unable to locate package" >&2; exit 100 ;;
        esac""",
    )
    remote.unpack_debian_package(tmp_path / "cache" / "fashion")
    commands = (tmp_path / "commands").read_text().splitlines()
    assert [line.split()[-1] for line in commands] == [
        remote.DEBIAN_PACKAGE,
        "update",
        remote.DEBIAN_PACKAGE,
    ]


def test_apt_without_network_is_quoted(tmp_path, tools):
    fake_tool(tools, "apt-get", 'echo "E: Could not resolve deb.debian.org" >&2; exit 100')
    with pytest.raises(UnreachableError, match=r"apt-get: E: Could not resolve"):
        remote.unpack_debian_package(tmp_path / "cache" / "fashion")


def test_the_first_error_of_apt_is_told_beside_the_last(tmp_path, tools):
    fake_tool(
        tools,
        "apt-get",
        """case "$*" in
            *update) echo "E: Could not resolve deb.debian.org" >&2 ;;
            *) echo "E: No space left on device" >&2 ;;
        esac
        exit 100""",
    )
    with pytest.raises(UnreachableError, match=r"No space left.*and then .*Could not resolve"):
        remote.unpack_debian_package(tmp_path / "cache" / "fashion")


def test_a_system_without_apt_is_told_apart(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreachableError, match="apt-get is not on this machine"):
        remote.unpack_debian_package(tmp_path / "fashion")


def test_the_real_dpkg_deb_unpacks_what_a_package_holds(tmp_path, tools):
    """Builds a package as Debian's is laid out, and unpacks it with the system's own tool."""
    (tools / "dpkg-deb").unlink()
    content = tmp_path / "package" / "usr/share/datasets/fashion-mnist"
    content.mkdir(parents=True)
    (content / "small-ubyte.gz").write_bytes(b"packed")
    (tmp_path / "package/DEBIAN").mkdir()
    (tmp_path / "package/DEBIAN/control").write_text(
        f"Package: {remote.DEBIAN_PACKAGE}\nVersion: 1\nArchitecture: all\n"
        "Maintainer: Nobody <nobody@example.org>\nDescription: a test\n"
    )
    package = tmp_path / f"{remote.DEBIAN_PACKAGE}_1_all.deb"
    try:
        subprocess.run(
            ["dpkg-deb", "-b", tmp_path / "package", package], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("needs dpkg-deb")
    fake_tool(tools, "apt-get", f"cp {package} .")
    target = remote.unpack_debian_package(tmp_path / "cache" / "fashion")
    assert (target / "small-ubyte.gz").read_bytes() == b"packed"
