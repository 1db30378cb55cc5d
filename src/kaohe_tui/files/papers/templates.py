"""Fill in a bureau's own DOCX template with fields.

It comes from outside: it can name fields, test them and loop over lists, and nothing else.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file, name_of, read_bytes, shown
from kaohe_tui.files.sheets.zips import check_zip
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from jinja2 import Environment

LIMIT = 16 * 1024 * 1024
"""Bytes that a template may have."""

_FILTERS = ("default", "d", "e", "escape", "first", "last", "length", "count", "lower", "upper",
            "trim", "join", "replace")  # fmt: skip
"""The filters allowed on a field. Others make a text of any length from one number."""
_COSTLY = frozenset({"*", "**", "%"})


def filled(path: Path, context: dict[str, object]) -> bytes:
    """Return the document with its fields filled in.

    Args:
        path: the template.
        context: the fields.

    Raises:
        Refusal: naming the template, when it cannot be read, is no document, names an unknown
            field, or does what a template need not.
    """
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, UndefinedError

    name = name_of(path)
    data = read_bytes(path, LIMIT)
    broken = in_file(
        name, "template-not-docx", N_("This is not a DOCX document; save the template as .docx.")
    )
    check_zip(data, name, broken)
    stream = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(data))
        document.render(context, _environment(), autoescape=True)
        document.save(stream)
    except UndefinedError as error:
        raise _unknown_field(name, str(error), list(context)) from error
    except (TemplateError, ArithmeticError, TypeError, AttributeError, RecursionError) as error:
        raise in_file(
            name,
            "template-fields-wrong",
            N_("The template's fields are not written correctly ({reason})."),
            reason=shown(str(error)),
        ) from error
    # lxml reports broken XML as a SyntaxError.
    except (BadZipFile, OpcError, SyntaxError, KeyError, ValueError) as error:
        raise broken from error
    return _without_times(stream.getvalue())


def _environment() -> "Environment":
    """Return an environment in which a template can name fields, and compute nothing."""
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import SandboxedEnvironment

    class Fields(SandboxedEnvironment):
        intercepted_binops = _COSTLY
        """The operators that ``call_binop`` refuses."""

        def call_binop(self, *_arguments: object) -> object:
            raise SecurityError(_("a template cannot compute"))

        def call(self, *_arguments: object, **_named: object) -> object:
            raise SecurityError(_("a template cannot compute"))

    environment = Fields(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {key: environment.filters[key] for key in _FILTERS}
    return environment


def _without_times(archive: bytes) -> bytes:
    """Return the archive without the times of its parts.

    Two notices of one result are then equal byte by byte.
    """
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as copy:
        for part in parts.infolist():
            # A new one bears the first moment that an archive can tell.
            plain = ZipInfo(part.filename)
            plain.compress_type = ZIP_DEFLATED
            copy.writestr(plain, parts.read(part))
    return stream.getvalue()


def _unknown_field(name: str, name_in_template: str, fields: Sequence[str]) -> Refusal:
    return in_file(
        name,
        "template-field-unknown",
        N_("The template names a field that does not exist ({reason}); the fields are: {fields}."),
        reason=shown(name_in_template),
        fields=_(", ").join(fields),
    )
