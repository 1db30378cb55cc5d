"""Take apart what a workbook or a document is made of: a zip with parts of XML."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Literal, NamedTuple
from xml.etree import ElementTree as Tree
from xml.parsers import expat

from kaohe_tui.files.sheets.kinds.facts import Damaged

_PIECE = 256 * 1024


class _Begun(Exception):
    """Raised where the first element begins, before which a document type would stand."""


class Relation(NamedTuple):
    """What a part refers to."""

    id: str
    """What the part calls it."""
    kind: str
    """The last word of the address that says what it is."""
    path: str
    """The part that is referred to."""


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name[name.rfind("}") + 1 :]


def attribute(element: Tree.Element, name: str, default: str = "") -> str:
    """Return an attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), default)


def tree(data: bytes) -> Tree.Element:
    """Return the root of a part.

    Raises:
        Damaged: when it declares a document type, which no maker of workbooks does.
    """
    _refuse_document_type(data)
    return Tree.fromstring(data)


def elements(
    data: bytes, events: Sequence[Literal["start", "end"]] = ("end",)
) -> Iterator[tuple[str, str, Tree.Element]]:
    """Yield the elements of a part as they end: event, name without namespace, element.

    Raises:
        Damaged: as ``tree`` does.
    """
    _refuse_document_type(data)
    for event, element in Tree.iterparse(BytesIO(data), events):
        tag = element.tag
        yield event, tag[tag.rfind("}") + 1 :], element


def growing(data: bytes) -> Iterator[Tree.Element]:
    """Yield the root of a part again and again while it grows, at last when it is whole.

    Whoever takes away what has ended needs little memory, and less time than with ``elements``.

    Raises:
        Damaged: as ``tree`` does.
    """
    _refuse_document_type(data)
    builder = Tree.TreeBuilder()
    holder = builder.start("holder", {})
    parser = Tree.XMLParser(target=builder)
    for at in range(0, len(data), _PIECE):
        parser.feed(data[at : at + _PIECE])
        if len(holder):
            yield holder[0]
    builder.end("holder")
    parser.close()
    yield holder[0]


def relations(parts: zipfile.ZipFile, part: str) -> list[Relation]:
    """Return everything that a part refers to."""
    folder, _slash, name = part.rpartition("/")
    path = join(folder, "_rels", f"{name}.rels")
    if path not in parts.namelist():
        return []
    links = []
    for each in tree(parts.read(path)):
        target = each.get("Target", "")
        absolute = target[1:] if target.startswith("/") else normpath(join(dirname(part), target))
        links.append(
            Relation(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], absolute)
        )
    return links


def target(parts: zipfile.ZipFile, part: str, kind: str) -> str:
    """Return the part of that kind that a part refers to; empty where there is none."""
    return next((each.path for each in relations(parts, part) if each.kind == kind), "")


def _refuse_document_type(data: bytes) -> None:
    parser = expat.ParserCreate()

    def declared(*_arguments: object) -> None:
        raise Damaged

    def begun(*_arguments: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    with suppress(_Begun):
        parser.ParseFile(BytesIO(data))
