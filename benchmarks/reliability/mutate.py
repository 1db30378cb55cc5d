"""Changes modules at random, a little at a time, and says which changes no test finds.

    .venv/bin/python -m benchmarks.reliability.mutate --count 50 src/kaohe_tui/store/seals/seals.py

Each change is made in a copy of the source tree, and the tests that fit are run there: those named
``test_<module>…``, those that import the module, and those named with ``--tests``.
"""

import argparse
import difflib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability.mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "store", "files", "services", "cli", "ui")
_LEFT_OUT = (".*", "__pycache__", "*.egg-info", "dist", "pictures")
_LEAST_SECONDS = 20.0
_TIMES = 6
"""How much longer than without a change the tests may take."""
_PASSED, _FAILED, _STOPPED = 0, 1, 2
"""How pytest ends: all passed, some failed, a module could not be read."""


@dataclass(frozen=True)
class Drawn:
    """A mutant and where it goes."""

    module: Path
    """From the root of the tree."""
    mutant: Mutant

    def diff(self) -> str:
        """The change as a diff without context."""
        before = (ROOT / self.module).read_text(encoding="utf-8").splitlines()
        after = self.mutant.source.splitlines()
        lines = difflib.unified_diff(before, after, n=0, lineterm="")
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def draw(modules: Sequence[Path], count: int, seed: int) -> list[Drawn]:
    """So many mutants of the modules, each as likely as any other; all where there are fewer."""
    every = [
        Drawn(module, mutant)
        for module in modules
        for mutant in mutants((ROOT / module).read_text(encoding="utf-8"))
    ]
    return random.Random(seed).sample(every, min(count, len(every)))


def fitting(module: Path, more: Sequence[str]) -> list[str]:
    """The test files that fit a module, from the root; a whole folder where none does."""
    layer, folder, name = module.parts[2], module.parent.name, module.stem
    imports = re.compile(
        rf"kaohe_tui\.(?:\w+\.)*{name}\b|from kaohe_tui\.\S*{folder} import [^)]*?\b{name}\b"
    )
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if path.relative_to(ROOT).parts[1] in LAYERS
        and (path.stem.startswith(f"test_{name}") or imports.search(path.read_text("utf-8")))
    ]
    tests = f"tests/{layer}"
    return sorted({*found, *more}) or [tests if (ROOT / tests).is_dir() else "tests"]


class Scratch:
    """A copy of the tree, in which one module at a time is changed."""

    def __init__(self, folder: Path) -> None:
        """Copy what the tests need."""
        self.root = folder / "tree"
        shutil.copytree(ROOT, self.root, ignore=shutil.ignore_patterns(*_LEFT_OUT))

    def put(self, module: Path, source: str) -> None:
        """Change a module; what Python compiled of it before is gone."""
        target = self.root / module
        target.write_text(source, encoding="utf-8")
        for compiled in (target.parent / "__pycache__").glob(f"{target.stem}.*.pyc"):
            compiled.unlink()

    def passes(self, tests: Sequence[str], limit: float | None) -> bool | None:
        """Whether the tests pass; None where they take longer than the limit.

        Raises:
            RuntimeError: when pytest cannot run them.
        """
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        environment = os.environ | {"PYTHONPATH": str(self.root / "src")}
        with subprocess.Popen(
            command,
            cwd=self.root,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as running:
            try:
                ended = running.wait(limit)
            except subprocess.TimeoutExpired:
                # What the tests started belongs to the same group.
                os.killpg(running.pid, signal.SIGKILL)
                return None
        if ended not in (_PASSED, _FAILED, _STOPPED):
            raise RuntimeError(f"pytest ended with {ended}: {' '.join(tests)}")
        return ended == _PASSED


def try_all(scratch: Scratch, drawn: Sequence[Drawn], more: Sequence[str], limit: float) -> int:
    """Try every mutant, print what came of each, and give back how many survived."""
    limits: dict[Path, float] = {}
    survived = 0
    for number, each in enumerate(drawn, 1):
        tests = fitting(each.module, more)
        source = (ROOT / each.module).read_text(encoding="utf-8")
        if each.module not in limits:
            started = time.monotonic()
            if not scratch.passes(tests, None):
                raise SystemExit(f"The tests do not pass unchanged: {' '.join(tests)}")
            took = time.monotonic() - started
            limits[each.module] = limit or max(_LEAST_SECONDS, _TIMES * took)
            print(f"{each.module}: {len(tests)} test files, {took:.0f} s", flush=True)
        scratch.put(each.module, each.mutant.source)
        passed = scratch.passes(tests, limits[each.module])
        scratch.put(each.module, source)
        survived += bool(passed)
        told = {True: "SURVIVED", False: "killed", None: "killed (time)"}[passed]
        place = f"{each.module}:{each.mutant.line}"
        print(
            f"{number}/{len(drawn)} {told}: {place} {each.mutant.what}\n{each.diff()}", flush=True
        )
    return survived


def main() -> int:
    """Draw, try, and tell; 1 where something survived."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("modules", nargs="+", type=Path)
    arguments.add_argument("--count", type=int, default=20, help="how many changes")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--tests", action="append", default=[], help="more test files")
    arguments.add_argument("--limit", type=float, default=0, help="seconds for one run")
    asked = arguments.parse_args()
    modules = [(ROOT / each).resolve().relative_to(ROOT) for each in asked.modules]
    drawn = draw(modules, asked.count, asked.seed)
    drawn.sort(key=lambda each: (each.module, each.mutant.line))
    with tempfile.TemporaryDirectory(prefix="kaohe-mutants-") as folder:
        survived = try_all(Scratch(Path(folder)), drawn, asked.tests, asked.limit)
    print(f"{len(drawn)} changes, {len(drawn) - survived} killed, {survived} survived")
    return int(survived > 0)


if __name__ == "__main__":
    sys.exit(main())
