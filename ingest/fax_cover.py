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
    r"|^\W*(?:(?:department of the treasury|internal revenue service)\W*)+$|\brevenue (?:officer|agent)\b"
)
# But what calls itself a cover sheet and asks for nothing is one, whoever sends it.
_ASKS = re.compile(
    r"\$ ?\d|\b(?:pay|owe|due|levy|respond|reply|answer|must|need|sign|otherwise)\b"
    r"|\bfax (?:it|them|this) back\b|\bby (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d"
)
# Nor is that a cover under whose labels a letter stands, whoever seems to send it.
_LETTER = re.compile(r"\$ ?\d|\byou owe\b|\bwe (?:will|may|can|intend to) (?:levy|seize|take)\b")
_COVER = re.compile(r"^\W*(?:fax|facsimile|telefax) cover (?:sheet|page|letter)\W*$")
_COUNT = re.compile(r"\bpages|\bpgs")
# "2 pages with this one", as people write it under a form of their own.
_COUNTED = re.compile(
    r"^\W*(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:pages?|pgs?\.?|sheets?)"
    r"(?: (?:in all|in total|total|altogether|follow\w*|attached"
    r"|(?:with|including|incl\.?|counting) (?:this|the|cover)\b.*))?\W*$"
)
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
    if not bare and any(_BY_THE_IRS.search(r) or (_LETTER.search(r) and not _ROW.match(r)) for r in rows):
        return False
    # Two labels may stand side by side: "TO: Bramwell & Otis   FROM: Dana".
    phrases = [" ".join(phrase.text.lower().split()) for line in page.lines for phrase in line.phrases]
    labels = {found[1] for text in (*rows, *phrases) if (found := _ROW.match(text))}
    is_fax = any(map(_TITLE.match, rows)) or any(map(_COUNT.search, labels))
    is_fax = is_fax or any(map(_COUNTED.match, rows))
    return {"to", "from"} <= labels and is_fax
