"""
Joining a paper that we made with the pages of a PDF that somebody else did.

The pages stay as they came, in their own sizes. What is tagged stays tagged, so that screen readers
read it as it was meant; a page without tags is told as one paragraph, since readers pass over what
has no tag in a document that has some.
"""

import io
import re
from collections.abc import Iterator

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

MOST_PAGES = 2_000
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What reading a PDF that breaks the rules may raise."""
CLAIM = re.compile(rb"<pdfuaid:part>\d</pdfuaid:part>")
"""Where a paper says that it meets PDF/UA, which nobody can say of pages that others made."""


class Apart(ValueError):
    """A PDF that cannot be joined; the text says why, as the end of a sentence."""


def pages_of(content: bytes) -> int:
    """
    Return how many pages of a PDF can be joined to a paper.

    :raises Apart: if none can
    """
    return len(_opened(content).pages)


def joined(paper: bytes, content: bytes) -> bytes:
    """
    Return a paper with the pages of a PDF behind its own.

    :param paper: a tagged PDF of ours
    :raises Apart: if the PDF cannot be joined
    """
    source = _opened(content)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper)))
    before = len(writer._objects)
    try:
        pages = [writer.add_page(page, ("/AA", "/B")) for page in source.pages]
        _tag(writer, source, pages, before)
    except BROKEN as fault:
        raise Apart("its pages cannot be read") from fault
    metadata = writer.root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    metadata.set_data(CLAIM.sub(b"", metadata.get_data()))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Apart("it is encrypted")
        count = len(reader.pages)
        for page in reader.pages:
            page.mediabox.width  # noqa: B018  # a page of a broken file is found here
    except Apart:
        raise
    except BROKEN as fault:
        raise Apart("it cannot be opened") from fault
    if not 0 < count <= MOST_PAGES:
        raise Apart(f"it has {count} pages" if count else "it has no pages")
    return reader


def _tag(writer: PdfWriter, source: PdfReader, pages: list[PageObject], before: int) -> None:
    """Put the tags of the source behind ours, or one for each of its pages where it has none."""
    ours = writer.root_object["/StructTreeRoot"].get_object()
    assert isinstance(ours, DictionaryObject)
    parents = ours["/ParentTree"].get_object()
    assert isinstance(parents, DictionaryObject)
    numbers = ArrayObject(part for pair in _numbers(parents) for part in pair)
    first = int(ours.get("/ParentTreeNextKey", len(numbers) // 2))
    theirs = source.root_object.get("/StructTreeRoot")
    if theirs is None:
        added = _one_for_each(writer, ours, pages, first)
    else:
        for page, came in zip(pages, source.pages, strict=True):
            if "/StructParents" in came:  # pypdf leaves it out
                page[NameObject("/StructParents")] = came["/StructParents"]
        added = _merged(writer, ours, theirs.get_object(), first, before)
    for key, value in added:
        numbers.extend([NumberObject(key), value])
        ours[NameObject("/ParentTreeNextKey")] = NumberObject(key + 1)
    ours[NameObject("/ParentTree")] = DictionaryObject({NameObject("/Nums"): numbers})


def _merged(
    writer: PdfWriter, ours: DictionaryObject, theirs: PdfObject, first: int, before: int
) -> list[tuple[int, PdfObject]]:
    """Take over a tree of tags; return its parents by keys that ours does not use."""
    tree = theirs.clone(writer).get_object()
    assert isinstance(tree, DictionaryObject)
    for each in writer._objects[before:]:
        for name in ("/StructParents", "/StructParent"):
            if isinstance(each, DictionaryObject) and name in each:
                each[NameObject(name)] = NumberObject(int(each[name]) + first)  # type: ignore[call-overload]
    for name in ("/RoleMap", "/ClassMap"):
        roles = DictionaryObject(tree.get(name, DictionaryObject()).get_object())
        roles.update(ours.get(name, DictionaryObject()).get_object())
        if roles:
            ours[NameObject(name)] = roles
    for kid in _listed(tree.get("/K")):
        _append(ours, kid)
    parents = tree.get("/ParentTree", DictionaryObject()).get_object()
    assert isinstance(parents, DictionaryObject)
    return [(int(key) + first, value) for key, value in _numbers(parents)]  # type: ignore[call-overload]


def _one_for_each(
    writer: PdfWriter, ours: DictionaryObject, pages: list[PageObject], first: int
) -> list[tuple[int, PdfObject]]:
    """Tag each page as one paragraph; return the parents by key."""
    found: list[tuple[int, PdfObject]] = []
    for key, page in enumerate(pages, first):
        said = page.get_contents()
        if said is None:
            continue
        stream = StreamObject()
        stream.set_data(b"/P <</MCID 0>> BDC q\n" + said.get_data() + b"\nQ EMC\n")
        page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
        page[NameObject("/StructParents")] = NumberObject(key)
        element = writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/StructElem"),
                    NameObject("/S"): NameObject("/P"),
                    NameObject("/Pg"): page.indirect_reference or NullObject(),
                    NameObject("/K"): NumberObject(0),
                }
            )
        )
        _append(ours, element)
        found.append((key, writer._add_object(ArrayObject([element]))))
    return found


def _append(ours: DictionaryObject, kid: PdfObject) -> None:
    """Put a tag behind all others."""
    element = kid.get_object()
    if isinstance(element, DictionaryObject):
        element[NameObject("/P")] = ours.indirect_reference or NullObject()
        ours[NameObject("/K")] = ArrayObject([*_listed(ours.get("/K")), kid])


def _listed(value: PdfObject | None) -> list[PdfObject]:
    found = value.get_object() if isinstance(value, IndirectObject) else value
    if isinstance(found, ArrayObject):
        return list(found)
    return [] if value is None or isinstance(found, NullObject) else [value]


def _numbers(tree: DictionaryObject) -> Iterator[tuple[PdfObject, PdfObject]]:
    """Yield the pairs of a tree of numbers, whatever its branches."""
    flat = _listed(tree.get("/Nums"))
    yield from zip(flat[::2], flat[1::2], strict=False)
    for kid in _listed(tree.get("/Kids")):
        branch = kid.get_object()
        assert isinstance(branch, DictionaryObject)
        yield from _numbers(branch)
