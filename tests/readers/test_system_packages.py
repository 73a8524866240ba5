from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "bin" / "system-packages"
TOOLS = ["bash", "cut", "env", "grep", "id", "ln", "tr", "true"]
PROGRAMS = {"libimage-exiftool-perl": "exiftool", "libheif-examples": "heif-convert"}
BOTH = "libimage-exiftool-perl libheif-examples"

# Stands where apt-get is found: writes down what it is asked, and installs by making the program appear. As
# the real one does, it refuses the whole request for one unknown name, and any while its lists are too old.
APT_GET = """#!/usr/bin/env bash
here={folder}
printf '%s ' "$@" | grep -oE '(update|install).*' >>"$here/asked"
updates=$(grep -c ^update "$here/asked")
wanted=()
for word in "$@"; do
  case $word in
    update) (( updates >= {updates_needed} )); exit ;;
    install | -* | *=*) ;;
{cases}
    *) exit 100 ;;
  esac
done
(( updates >= {updates_needed} )) || exit 100
for program in "${{wanted[@]}}"; do ln -s true "$here/$program"; done
"""


class Machine:
    """A PATH of our own: whatever is not put there is hidden."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for tool in TOOLS:
            (folder / tool).symlink_to(shutil.which(tool) or tool)

    def has(self, *programs: str) -> None:
        for program in programs:
            (self.folder / program).symlink_to(self.folder / "true")

    def has_apt(self, known: dict[str, str], *, updates_needed: int = 0) -> None:
        """Give it an apt-get that knows packages (name to program) after so many updates of its lists."""
        cases = "\n".join(f"    {name}) wanted+=({program}) ;;" for name, program in known.items())
        text = APT_GET.format(folder=self.folder, cases=cases, updates_needed=updates_needed)
        self._write("apt-get", text)
        self._write("sudo", '#!/usr/bin/env bash\nshift\nexec "$@"\n')

    def asked(self) -> list[str]:
        return [line.strip() for line in (self.folder / "asked").read_text(encoding="utf-8").splitlines()]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        bash = self.folder / "bash"
        return subprocess.run(
            [bash, SCRIPT, *words],
            env={"PATH": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / name).chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def debian() -> None:
    if not Path("/etc/debian_version").exists():
        pytest.skip("Installing is tried on Debian and Ubuntu only, and this is neither.")


def test_nothing_is_said_when_all_is_there(machine: Machine) -> None:
    machine.has("exiftool", "heif-dec")  # the newer name of the converter
    done = machine.run("run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_a_package_manager_it_says_what_is_left_out(machine: Machine) -> None:
    done = machine.run("run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Without libimage-exiftool-perl: embedded metadata is read by Pillow only, and downloads carry "
        "words of fewer kinds (this system has no apt-get of Debian or Ubuntu).\n"
        "Without libheif-examples: photographs in HEIC are refused "
        "(this system has no apt-get of Debian or Ubuntu).\n"
    )


def test_each_program_missing_for_the_tests_is_named(machine: Machine) -> None:
    machine.has("exiftool", "Xvfb", "xdotool", "dbus-daemon", "gdbus")
    said = machine.run("test").stdout
    assert "Without chromium: tests in a browser, and with the screen reader, are skipped" in said
    assert "Without orca: tests with the screen reader are skipped" in said
    assert "xvfb" not in said


def test_a_known_package_is_installed_at_once(machine: Machine, debian: None) -> None:
    machine.has_apt(PROGRAMS)
    done = machine.run("run")
    assert (done.returncode, done.stdout) == (0, f"Installing: {BOTH}\n")
    assert machine.asked() == [f"install --no-install-recommends {BOTH}"]
    assert machine.run("run").stdout == ""


def test_lists_are_updated_and_that_is_tried_twice(machine: Machine, debian: None) -> None:
    machine.has_apt(PROGRAMS, updates_needed=2)
    assert machine.run("run").stdout == f"Installing: {BOTH}\n"
    assert [asked.split()[0] for asked in machine.asked()] == ["install", "update", "update", "install"]


def test_an_unknown_package_stops_no_other(machine: Machine, debian: None) -> None:
    machine.has("Xvfb", "xdotool", "dbus-daemon", "gdbus", "chromium")
    machine.has_apt(PROGRAMS)
    done = machine.run("test")
    assert done.returncode == 0
    assert "Without orca: tests with the screen reader are skipped (installing it failed).\n" in done.stdout
    assert "Without libimage-exiftool-perl" not in done.stdout


@pytest.mark.parametrize("words", [[], ["everything"]])
def test_wrong_use_is_told_apart(machine: Machine, words: list[str]) -> None:
    done = machine.run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Usage: bin/system-packages run|venv|test\n"
