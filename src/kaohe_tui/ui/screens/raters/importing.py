"""Import ballots from a file or a folder: each is shown first, a yes takes what can be taken."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kaohe_tui import signs
from kaohe_tui.diskname import is_folder
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.folder import tables_in
from kaohe_tui.services.ballots.import_checks import Imported
from kaohe_tui.services.ballots.importing import in_words
from kaohe_tui.services.counting.overview import RaterLine
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.files import TABLES, Files
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.dialogs.working import beside, copy_first
from kaohe_tui.ui.screens.raters.ballot_file import (
    UNNAMED,
    BallotFile,
    import_all,
    secret_refusal,
)
from kaohe_tui.ui.screens.raters.ballot_files import BallotFiles, BallotResults
from kaohe_tui.ui.screens.tables.preview import Agreed, Preview
from kaohe_tui.words import N_, _, _n

_Take = Callable[[Agreed[Imported]], object]
_Summary = Callable[[Imported], Sequence[str]]


async def import_ballots(app: Host, tier: str, lines: Sequence[RaterLine]) -> str:
    """Choose a file or a folder, show what would come in, and import it.

    Args:
        app: the app.
        tier: key of the open tier.
        lines: its raters.

    Returns:
        What came in, as a sentence; empty where nothing was imported.
    """
    way = _Way(app, tier, lines)
    start = app.room.database.path.absolute().parent
    question = _("Which file contains ballots, or which folder?")
    await app.push_screen_wait(Files(question, TABLES, start, way.take, may_be_folder=True))
    return way.sentence


class _Way:
    """The way from the chosen file or folder to what came in."""

    def __init__(self, app: Host, tier: str, lines: Sequence[RaterLine]) -> None:
        self.sentence = ""
        self._app, self._tier, self._lines = app, tier, lines
        self._is_secret = app.room.period(app.period).scheme.tier(tier).secret
        self._files: dict[Path, BallotFile] = {}
        """What was said of each file, should it be chosen again."""

    async def take(self, path: Path) -> bool:
        """Show what was chosen, and import it after a yes; return whether there was one."""
        if is_folder(path):
            return await self._take_folder(path)
        file = self._file(path)

        async def take(agreed: Agreed[Imported]) -> bool:
            file.agree(agreed.reading, agreed.choices)
            return await self._import_file(file)

        return await self._show(file, take)

    def _file(self, path: Path) -> BallotFile:
        return self._files.setdefault(path, BallotFile(path, self._tier, self._is_secret))

    async def _show(self, file: BallotFile, take: _Take) -> bool:
        """Show a file by itself, and ask what it leaves open; return whether it was agreed to."""
        room, period = self._app.room, self._app.period
        # Asked again each time it is shown: somebody else may have been meant.
        named, file.rater = file.rater, ""

        async def mend(refusal: Refusal) -> bool:
            if refusal.code != UNNAMED:
                return False
            file.rater = await self._ask_whose(file)
            return True

        preview = Preview(
            _("The ballots of {file}, before they are imported").format(file=shown(file.path.name)),
            lambda choices: file.understand(room, period, choices),
            self._summary(file),
            choices=file.choices,
            is_alone=True,
            take=take,
            mend=mend,
        )
        agreed = await self._app.push_screen_wait(preview)
        if agreed is None:
            file.rater = named
        return agreed is not None

    def _summary(self, file: BallotFile) -> _Summary:
        def summary(imported: Imported) -> list[str]:
            sentences = [_("The file would bring {told}.").format(told=in_words(imported))]
            rater = next((x.rater for x in self._lines if x.rater.code == file.rater), None)
            if rater is not None:
                called = self._app.room.period(self._app.period).roster.called(rater)
                sentences.insert(0, _("The sheet of {name}, as you said.").format(name=called))
            return sentences

        return summary

    async def _ask_whose(self, file: BallotFile) -> str:
        """Ask whose sheet it is.

        Raises:
            Refusal: where nobody is named, or the tier is secret.
        """
        if file.is_secret:
            raise secret_refusal()
        people = [(line.rater, signs.BALLOTS[line.state]) for line in self._lines]
        question = _("Whose score sheet is {file}?").format(file=shown(file.path.name))
        code = await self._app.push_screen_wait(Find(question, people))
        if code is None:
            raise Refusal(
                "sheet-of-nobody",
                N_(
                    "The score sheet names no rater: press R and say whose it is, or write "
                    "评分人：name above the table."
                ),
            )
        return code

    async def _import_file(self, file: BallotFile) -> bool:
        """Import one file that was agreed to.

        Raises:
            Refusal: when it cannot be taken.
        """
        app, room, period = self._app, self._app.room, self._app.period
        if not await copy_first(app, "import"):
            return False
        sentence = _("Importing {file} …").format(file=shown(file.path.name))
        await beside(app, sentence, lambda report: file.bring(room, period, report))
        self.sentence = _("{file}: imported {told}.").format(
            file=shown(file.path.name), told=file.sentence
        )
        return True

    async def _take_folder(self, folder: Path) -> bool:
        """Show the files of a folder, and import those that can be taken."""
        paths, passed_over = tables_in([folder])
        files = [self._file(path) for path in paths]

        async def look(file: BallotFile) -> bool:
            return await self._show(file, lambda agreed: file.agree(agreed.reading, agreed.choices))

        async def take(_yes: bool) -> bool:  # noqa: FBT001
            return await self._import_files(files, passed_over)

        screen = BallotFiles(folder, files, look, take)
        return await self._app.push_screen_wait(screen) is not None

    async def _import_files(self, files: Sequence[BallotFile], passed_over: Sequence[Path]) -> bool:
        app, room, period = self._app, self._app.room, self._app.period
        if not await copy_first(app, "import"):
            return False
        count = await beside(
            app,
            _("Importing the files …"),
            lambda report: import_all(room, period, files, report),
        )
        self.sentence = _n(
            "{taken} of {count} file was imported.",
            "{taken} of {count} files were imported.",
            len(files),
        ).format(taken=count, count=len(files))
        lines = [file.line() for file in files]
        sentence = _("Passed over, no table: {file}")
        lines += [f"{signs.COMING}  " + sentence.format(file=shown(x.name)) for x in passed_over]
        await app.push_screen_wait(BallotResults(self.sentence, lines))
        return True
