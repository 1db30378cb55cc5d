"""Find the files shipped beside the code: inside the wheel, or at the top of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """Return the folder of shipped files of that name, ``themes`` or ``sample_data``.

    Raises:
        FileNotFoundError: when neither the wheel nor the checkout holds it.
    """
    for base in (_PACKAGE, _PACKAGE.parent.parent):
        if (base / folder).is_dir():
            return base / folder
    raise FileNotFoundError(folder)


def sample_file(name: str, language: str) -> Path:
    """Return the path of a file of the sample bureau, in that language where there is one.

    Ballots hold codes and exist only once.

    Raises:
        FileNotFoundError: when the sample is not shipped.
    """
    folder = shipped("sample_data")
    translated = folder / language / name
    return translated if translated.is_file() else folder / name
