"""The cover sheet of a fax: who sends how many pages to whom, over a letter that lies behind it."""

from __future__ import annotations

import re

from ingest.text import PageText

_ROW = re.compile(
    r"^\W*(to|attn|attention|from|fax|pa?ge?s|(?:no|number)\.? of pages|total pages|date|re|subject|phone)\b"
    r"\W*(?:\b(?:no|number|#)\b\.?\W*)?[:#|]",
)
_TITLE = re.compile(
    r"^\W*(?:fax|facsimile|telefax|telecopy)(?: (?:cover|transmi\w+|message|sheet|memo\w*))*\W*$"
)
# An officer of the IRS may send a letter so.
_BY_THE_IRS = re.compile(
    r"^\W*from\W*(?:the )?(?:internal revenue|irs|department of the treasury|revenue (?:officer|agent))\b"
    r"|^\W*(?:department of the treasury|internal revenue service)\W*$|\brevenue (?:officer|agent)\b"
)
# But what calls itself a cover sheet and asks for nothing is one, whoever sends it.
_ASKS = re.compile(r"\$ ?\d|\b(?:pay|owe|due|levy|respond|reply|answer|must|need)\b")
_COVER = re.compile(r"^\W*(?:fax|facsimile|telefax) cover (?:sheet|page|letter)\W*$")
_COUNT = re.compile(r"\bpages|\bpgs")
# Who has more to say than this writes a letter.
_MOST_WORDS = 160


def is_fax_cover(page: PageText) -> bool:
    """Whether a page names sender and receiver at labels, and calls itself a fax or counts the pages sent.

    A memorandum of the IRS, or what an officer faxes, has such labels as well, and is a letter unless it
    calls itself a cover sheet.
    """
    if len(page.words) > _MOST_WORDS:
        return False
    rows = [" ".join(line.text.lower().split()) for line in page.lines]
    bare = any(map(_COVER.match, rows)) and not any(map(_ASKS.search, rows))
    if any(map(_BY_THE_IRS.search, rows)) and not bare:
        return False
    labels = {found[1] for row in rows if (found := _ROW.match(row))}
    is_fax = any(map(_TITLE.match, rows)) or any(map(_COUNT.search, labels))
    return {"to", "from"} <= labels and is_fax
