"""Makes src/kaohe_tui/files/papers/strokes.txt.

    .venv/bin/python -m scripts.stroke_data CN_SORT STROKES

CN_SORT is all_word.json of the package cn-sort 0.14.0 (MIT), which has the 20902 characters of
GB 13000.1 in the national stroke order (GF 3003-1999); STROKES is strokeCount.json of the package
strokes 0.0.1 (MIT), which has their numbers of strokes. Where the two disagree the order is kept,
and the number is that of the characters around it.
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/kaohe_tui/files/papers/strokes.txt"
HEAD = """\
# The characters of GB 13000.1 in stroke order (GF 3003-1999): line n has those of n strokes, in
# the order of their kinds of strokes. Made by scripts/stroke_data.py from cn-sort 0.14.0 and
# strokes 0.0.1 (both under the MIT licence).
"""


def main() -> None:
    """Read both sources and write the file."""
    words = json.loads(Path(sys.argv[1]).read_text("utf-8"))["all_word"]
    counts = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    place = {w["chinese"]: w["stroke_increment_level"] for w in words}
    order = sorted((c for c in place if "\u4e00" <= c <= "\u9fa5"), key=lambda c: place[c])
    starts = boundaries([int(counts.get(c, 0)) for c in order])
    lines = ["".join(order[a:b]) for a, b in zip(starts, [*starts[1:], len(order)], strict=True)]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    print(len(order), "characters;", [len(line) for line in lines])


def boundaries(counts: list[int]) -> list[int]:
    """Where n strokes begin, for n from 1 up, so that as few numbers as may be are overruled."""
    top = max(counts)
    best = [0] * (top + 1)
    came: list[list[int]] = []
    for count in counts:
        step = [0] * (top + 1)
        for n in range(1, top + 1):
            step[n] = n if n == 1 or best[n] <= best[step[n - 1]] else step[n - 1]
        best = [0, *(best[step[n]] + (count != n) for n in range(1, top + 1))]
        came.append(step)
    n = min(range(1, top + 1), key=lambda each: best[each])
    numbers = []
    for step in reversed(came):
        numbers.append(n)
        n = step[n]
    numbers.reverse()
    return [
        next((i for i, m in enumerate(numbers) if m >= k), len(counts)) for k in range(1, top + 1)
    ]


if __name__ == "__main__":
    main()
