"""%maven, over a repository that the test makes: nothing of it comes from a network."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernels import Kernel


def publish(remote: Path, artifact: str, version: str, *needs: tuple[str, str]) -> None:
    """Puts a jar there that holds only a text with its version, and says what it needs."""
    place = remote / "tea" / artifact / version
    place.mkdir(parents=True)
    dependencies = "".join(
        f"<dependency><groupId>tea</groupId><artifactId>{a}</artifactId><version>{v}</version></dependency>"
        for a, v in needs
    )
    (place / f"{artifact}-{version}.pom").write_text(
        f"<project><modelVersion>4.0.0</modelVersion><groupId>tea</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version><dependencies>{dependencies}</dependencies></project>"
    )
    with zipfile.ZipFile(place / f"{artifact}-{version}.jar", "w") as jar:
        jar.writestr(f"{artifact}.txt", version)


@pytest.fixture
def shopping(lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    remote = tmp_path / "remote"
    publish(remote, "leaf", "1.0")
    publish(remote, "leaf", "2.0")
    publish(remote, "pot", "1.0", ("leaf", "1.0"))
    publish(remote, "cup", "1.0", ("leaf", "2.0"))
    settings = tmp_path / "settings.xml"
    settings.write_text(
        f"<settings><localRepository>{tmp_path / 'local'}</localRepository><mirrors><mirror><id>pantry</id>"
        f"<mirrorOf>*</mirrorOf><url>{remote.as_uri()}</url></mirror></mirrors></settings>"
    )
    monkeypatch.setenv("GREENLOOM_MAVEN_SETTINGS", str(settings))
    with Kernel(lang.kernel) as kernel:
        yield kernel


def read(kernel: Kernel, artifact: str) -> str | None:
    return kernel.value(
        f'new String(Thread.currentThread().getContextClassLoader().getResourceAsStream("{artifact}.txt").readAllBytes())'
    )


def test_a_library_comes_with_what_it_needs_and_variables_stay(shopping: Kernel) -> None:
    shopping.value("int kept = 7;")
    added = shopping.run("%maven tea:pot:1.0")
    assert "Fetched pot-1.0.jar" in added.text() and "Added 2 jars." in added.text()
    assert added.text("stderr") == ""
    assert read(shopping, "leaf") == '"1.0"'
    assert shopping.value("kept") == "7"


def test_conflicts_of_the_whole_notebook_are_told(shopping: Kernel) -> None:
    shopping.run("%maven tea:pot:1.0")
    told = shopping.run("%maven tea:cup:1.0").text()
    assert "tea:leaf: 1.0 is taken, though cup 1.0 asks for 2.0" in told
    told = shopping.run("%maven tea:leaf:2.0").text()
    assert "tea:leaf: 1.0 is loaded already and stays" in told
    assert read(shopping, "leaf") == '"1.0"'


def test_an_error_names_the_coordinate_and_where_it_was_looked_for(shopping: Kernel) -> None:
    failed = shopping.run("%maven tea:never:1.0")
    assert "tea:never:1.0 is not there" in failed.error["evalue"]
    assert "pantry" in failed.error["evalue"]
    assert shopping.value("1 + 1") == "2"


def test_libraries_come_before_the_cell_is_compiled(shopping: Kernel) -> None:
    cell = shopping.run('IO.println("ran");\n%maven tea:pot:1.0\nint broken = ;')
    assert cell.error["ename"] == "CompileError"
    assert "Added 2 jars." in cell.text() and "ran" not in cell.text()


def test_the_users_own_settings_are_honoured(lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remote = tmp_path / "remote"
    publish(remote, "leaf", "1.0")
    (tmp_path / "home" / ".m2").mkdir(parents=True)
    (tmp_path / "home" / ".m2" / "settings.xml").write_text(
        f"<settings><mirrors><mirror><id>pantry</id><mirrorOf>*</mirrorOf><url>{remote.as_uri()}</url></mirror></mirrors></settings>"
    )
    monkeypatch.setenv("GREENLOOM_JVM_OPTS", f"-Duser.home={tmp_path / 'home'}")
    with Kernel(lang.kernel) as kernel:
        assert "Added 1 jar." in kernel.run("%maven tea:leaf:1.0").text()
    assert (tmp_path / "home/.m2/repository/tea/leaf/1.0/leaf-1.0.jar").exists()
