"""The documents that an ICD-10-CM release is compiled from: CDC's Tabular and the Index."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

from nosologist.codesets.compile.icd10cm_index import FOLDER, OwnIndex, read_index, within
from nosologist.codesets.compile.icd10cm_tabular import TabularRows, read_tabular
from nosologist.codesets.compile.official_index import official_paths
from nosologist.codesets.releases import ReleaseSource
from nosologist.errors import BookError, IndexMistakeError


def tabular_of(source: ReleaseSource) -> TabularRows:
    """The Tabular of a release, as published.

    Raises:
        BookError: the official file is missing, changed or not what the release says.
    """
    content = source.content()
    _check_file(source, content)
    tabular = read_tabular(io.BytesIO(content), source.file)
    _check_codes(source, tabular)
    return tabular


def index_of(source: ReleaseSource, tabular: TabularRows) -> OwnIndex:
    """Our Index, and before it CDC's where the user added it.

    Our Index is written for the release that we carry; what it says of codes that another release does not have is left out.

    Raises:
        IndexMistakeError: our Index names a code that the release does not have.
    """
    codes = {row.value for row in tabular.codes}
    index = read_index(codes.__contains__, FOLDER)
    if source.added_to:
        index = within(index, codes)
    elif index.mistakes:
        first = index.mistakes[0]
        raise IndexMistakeError(
            f"{first.file}:{first.number}: {first.message} ({len(index.mistakes)} mistakes in all); amend the Index file"
        )
    if source.index_in is None:
        return index
    return replace(index, paths=(*official_paths(source.index_in, codes.__contains__), *index.paths))


def _check_file(source: ReleaseSource, content: bytes) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != source.sha256:
        raise BookError(f"{source.file}: sha256 is {found}, {source.id} needs {source.sha256}; {source.mend}")


def _check_codes(source: ReleaseSource, tabular: TabularRows) -> None:
    count = sum(row.valid for row in tabular.codes)
    if count != source.valid_codes:
        raise BookError(f"{source.id}: {count} valid codes were read, {source.valid_codes} are official")
