"""Zip files from strangers: opened only when what they say and what they hold stays within bounds."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forum_app.documents.incoming.errors import Damaged, Encrypted, Suspicious, UnpacksTooLarge

MB = 1024 * 1024
MOST_UNPACKED = 60 * MB
MOST_MEMBERS = 2_000
MOST_OF_ONE_PART = 25 * MB
#: XML shrinks to a tenth or a twentieth. A small file may be all repetition, a large one is not.
MOST_TIMES_SMALLER = 150
SMALL = 4 * MB
#: A table in a box in a table goes some forty elements deep.
DEEPEST = 200
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
#: What zipfile raises for members that are not what the list of members says; RuntimeError for locked ones.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, OverflowError, OSError, RuntimeError)


class Archive:
    """The members of a zip file by name; none is written to a disk.

    Raises Damaged, Encrypted, Suspicious, UnpacksTooLarge.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except _BROKEN as broken:
            raise Damaged from broken
        self._check(self._zip.infolist(), len(data))

    def _check(self, members: list[zipfile.ZipInfo], packed: int) -> None:
        unpacked = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
            raise UnpacksTooLarge
        if unpacked > SMALL and unpacked > MOST_TIMES_SMALLER * packed:
            raise UnpacksTooLarge
        if any(_leads_outside(member.filename) for member in members):
            raise Suspicious
        if any(member.flag_bits & 0x1 for member in members):
            raise Encrypted
        if any(member.compress_type not in _COMPRESSIONS for member in members):
            raise Suspicious

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def holds(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """One member, unpacked. Raises Damaged, UnpacksTooLarge."""
        if name not in self._members:
            raise Damaged
        try:
            with self._zip.open(self._members[name]) as member:
                data = member.read(MOST_OF_ONE_PART + 1)
        except _BROKEN as broken:
            raise Damaged from broken
        if len(data) > MOST_OF_ONE_PART:
            raise UnpacksTooLarge
        return data

    def xml(self, name: str) -> Element:
        """One member as XML, without document types or entities. Raises Damaged, Suspicious, UnpacksTooLarge."""
        return xml_of(self.read(name))


def xml_of(data: bytes) -> Element:
    """Raises Damaged, Suspicious."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as refused:
        raise Suspicious from refused
    except (ParseError, ValueError, LookupError) as broken:
        raise Damaged from broken
    if _is_deeper_than(root, DEEPEST):
        raise Suspicious
    return root


def _is_deeper_than(root: Element, levels: int) -> bool:
    layer = [root]
    for _ in range(levels):
        layer = [below for element in layer for below in element]
        if not layer:
            return False
    return True


def _leads_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]
