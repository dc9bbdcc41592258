"""Files are replaced at once, and only those that are what they were."""

import os
import stat

import pytest

from harness_lint.writing import Change, NotWrittenError, write_changes
from tests.fixing.projects import write


def refused(folder, *changes):
    with pytest.raises(NotWrittenError) as error:
        write_changes(str(folder), changes)
    return error.value.path, error.value.reason


@pytest.mark.covers("FIX-003")
def test_files_that_go_together_are_written_all_or_none(tmp_path):
    write(tmp_path, {"a.md": "one", "b.md": "changed"})

    told = refused(tmp_path, Change("a.md", b"one", b"two"), Change("b.md", b"one", b"two"))

    assert told == ("b.md", "it was changed meanwhile")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {
        "a.md": b"one",
        "b.md": b"changed",
    }


def test_rights_stay_and_the_time_is_that_of_the_writing(tmp_path):
    file = write(tmp_path, {"a.md": "one"}) / "a.md"
    file.chmod(0o640)
    os.utime(file, (1, 1))

    write_changes(str(tmp_path), [Change("a.md", b"one", b"two")])

    status = file.stat()
    assert (stat.S_IMODE(status.st_mode), status.st_mtime > 1) == (0o640, True)
    assert file.read_bytes() == b"two"


def test_a_link_stays_a_link(tmp_path):
    write(tmp_path, {"real/a.md": "one"})
    (tmp_path / "a.md").symlink_to("real/a.md")

    write_changes(str(tmp_path), [Change("a.md", b"one", b"two")])

    assert (tmp_path / "a.md").is_symlink()
    assert (tmp_path / "real" / "a.md").read_bytes() == b"two"


@pytest.mark.covers("SAF-002")
def test_a_link_out_of_the_project_is_not_followed(tmp_path):
    write(tmp_path, {"outside.md": "one"})
    project = write(tmp_path / "project", {"b.md": "b"})
    (project / "a.md").symlink_to("../outside.md")

    told = refused(project, Change("a.md", b"one", b"two"))

    assert told == ("a.md", "it is a symbolic link out of the project")
    assert (tmp_path / "outside.md").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda file: file.unlink(), "no such file or directory"),
        (lambda file: (file.unlink(), file.mkdir()), "is a directory"),
        (lambda file: file.chmod(0o444), "it is read-only"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_sentence(tmp_path, spoil, reason):
    write(tmp_path, {"a.md": "one"})
    spoil(tmp_path / "a.md")

    assert refused(tmp_path, Change("a.md", b"one", b"two")) == ("a.md", reason)


def test_a_name_may_be_as_long_as_the_file_system_takes_it(tmp_path):
    name = "a" * 252 + ".md"
    write(tmp_path, {name: "one"})

    write_changes(str(tmp_path), [Change(name, b"one", b"two")])

    assert (tmp_path / name).read_bytes() == b"two"
    assert len(list(tmp_path.iterdir())) == 1
