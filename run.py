"""One door to everything a newcomer needs: it asks for nothing but Python 3.11 with pip and venv.

python3 run.py demo             the sample bureau in the middle of a meeting, in the app
python3 run.py test [ARGS]      the gate: format, lint, spelling, types, import contracts, tests
python3 run.py kaohe [ARGS]     the program itself, with any arguments
python3 run.py bench [ARGS]     how fast it is, beside its peers (names of benchmarks, --quick)
python3 run.py cases [NAME]     small inputs and steps with what has to come of them: a table
python3 run.py words            take new messages into the catalogues
"""

import hashlib
import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("KAOHE_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCALE = ROOT / "src" / "kaohe_tui" / "locale"
NO_HEADER = tuple(
    f'"{name}: '
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
    )
)
"""Lines that Babel puts at the head of a catalogue, and that say nothing here."""


def tool(name: str) -> str:
    """The path of a program inside the virtual environment."""
    return str(BIN / (name + (".exe" if os.name == "nt" else "")))


def stamp_of(extra: str) -> str:
    """A digest of all that an installation depends on."""
    digest = hashlib.sha256(f"{sys.version} {extra}".encode())
    files = ["pyproject.toml", "constraints.txt", "hatch_build.py"]
    for path in [ROOT / name for name in files] + sorted(LOCALE.rglob("*.po")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def set_up(extra: str = "") -> None:
    """Make the virtual environment and install into it; does nothing where that is done."""
    stamp = VENV / f"installed{'-' + extra if extra else ''}"
    wanted = stamp_of(extra)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Setting up, once: 正在准备运行环境，只此一次……", flush=True)
    if not Path(tool("python")).exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    install = [tool("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-c", str(ROOT / "constraints.txt"), "-e", target], check=True)
    stamp.write_text(wanted)


def gate(arguments: list[str]) -> int:
    """Run every check in turn and stop at the first that fails."""
    if arguments:
        return subprocess.run([tool("python"), "-m", "pytest", *arguments], cwd=ROOT).returncode
    checks = [
        [tool("ruff"), "format", "--check", "."],
        [tool("ruff"), "check", "."],
        [tool("codespell")],
        [tool("mypy")],
        [tool("lint-imports"), "--no-cache"],
        # Three on two cores: much of the time is waiting for a terminal or a disk.
        [tool("python"), "-m", "pytest", "-n", "3"],
    ]
    for check in checks:
        print("$", Path(check[0]).name, *check[1:], flush=True)
        code = subprocess.run(check, cwd=ROOT).returncode
        if code:
            return code
    return 0


def take_words() -> int:
    """Take the messages in the code into the Chinese catalogue; the English ones are the code's."""
    pot = LOCALE / "kaohe.pot"
    babel = [tool("pybabel"), "--quiet"]
    common = ["--no-location", "--sort-output", "--omit-header"]
    keywords = ["-k", "N_", "-k", "_n:1,2", "-k", "plural:2,3"]
    extract = ["extract", *keywords, *common, "-o", str(pot), "src"]
    update = ["update", "-D", "kaohe", "-l", "zh_CN", "-i", str(pot), "-d", str(LOCALE)]
    update += ["--no-fuzzy-matching", "--ignore-obsolete", "--width", "100"]
    subprocess.run([*babel, *extract], cwd=ROOT, check=True)
    subprocess.run([*babel, *update], cwd=ROOT, check=True)
    pot.unlink()
    catalogue = LOCALE / "zh_CN" / "LC_MESSAGES" / "kaohe.po"
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(NO_HEADER)]
    catalogue.write_text("".join(kept), encoding="utf-8", newline="\n")
    return 0


def start(arguments: list[str]) -> int:
    """Run the program in place of this one."""
    set_up()
    command = [tool("kaohe"), *arguments]
    # What kaohe tells to type next is typed as this was (kaohe_tui/commandline.py).
    os.environ["KAOHE_STARTED_AS"] = shlex.join([Path(sys.orig_argv[0]).name, sys.argv[0], "kaohe"])
    if os.name == "nt":
        return subprocess.run(command).returncode
    return os.execv(command[0], command)


def main() -> int:
    """Do what the first argument names."""
    match sys.argv[1:]:
        case ["demo", *rest]:
            return start(["demo", *rest])
        case ["kaohe", *rest]:
            return start(rest)
        case ["test", *rest]:
            set_up("dev")
            return gate(rest)
        case ["bench", *rest]:
            set_up("bench")
            return subprocess.run([tool("python"), "-m", "benchmarks", *rest], cwd=ROOT).returncode
        case ["cases", *rest]:
            set_up("dev")
            return subprocess.run([tool("python"), "-m", "tests.cases", *rest], cwd=ROOT).returncode
        case ["words"]:
            set_up("dev")
            return take_words()
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main())
