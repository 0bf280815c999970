"""Whether a letter is from the IRS at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classify import grammar
from classify.fax_line import is_fax_line
from classify.layout import Sheet
from classify.payment_ways import ways_asked_for
from ingest.imprint import imprint_of

# A letterhead, standing by itself: not the agency named in a sentence.
_HEAD = re.compile(
    r"^\W*(?:(?:united states )?department of the treasury|internal revenue service|irs|united states treasury)\W*(?:internal revenue service|irs)?\W*"
    # With the place of its office: "Internal Revenue Service, Ogden, UT 84201-0030".
    r"(?:(?<=, )[a-z][a-z. ]{2,20},? [a-z]{2} [\dx]{5}(?:-\d{4})?\W*)?$"
)
# The same in one line with an office and its place: "Internal Revenue Service - Underreporter Unit, Ogden UT 84201".
_HEAD_OF_OFFICE = re.compile(
    r"^\W*(?:from\W+)?(?:department of the treasury\W+)?internal revenue service\b(?:\W+[a-z][\w.&'/]*){1,9}\W+[a-z]{2,13}\W{1,3}[\dx]{5}(?:-\d{4})?(?:\W+\w+){0,5}\W*$"
    r"|^\W*irs\W+dep(?:artmen)?t\.? of the treasury\b(?:\W+[a-z][\w.&'/]*){0,4}\W{1,3}[\dx]{5}(?:-\d{4})?\W*$"
    r"|^\W*internal revenue service(?:\W+[a-z][\w.&'/]*){0,6}\W+(?:operations|collection|examination|appeals)(?: (?:unit|group|division)(?: \d+)?)?\W*$"
    r"|^\W*(?:internal revenue service|irs) independent office of appeals\W*$"
)
_DAY_ALONE = re.compile(rf"^\W*{grammar.DAY}\W*$")
_CUES = (
    re.compile(r"\bwww\.irs\.gov|\birs\.gov\b"),
    re.compile(r"\binternal revenue service\b"),
    re.compile(r"\bdep(?:artmen)?t\.? of the treasury\b"),
    re.compile(r"\bunited states treasury\b"),
    re.compile(r"\bpublication \d{1,4}\b|\bform (?:12153|9423|9465|843|656|433)\b"),
    re.compile(r"\byour caller id\b|\btaxpayer advocate\b"),
    re.compile(r"\bin reply refer to\b"),
    re.compile(r"\bthis product contains sensitive taxpayer data\b|\b(?:account|return) transcript\b"),
    re.compile(r"\bbodc\b"),
    re.compile(r"\bsocial security number\b|\btaxpayer id|\bemployer.?s? id|\b(?:ein|ssn|tin)\b"),
    re.compile(r"\b800\W{1,2}829\W\d{4}\b|\b877\W{1,2}829\W5500\b"),
)  # fmt: skip
# Whose letters look like the IRS's and are not.
_FOREIGN = re.compile(
    r"\b(?:franchise tax board|department of revenue|(?<!internal )revenue (?:division|department|bureau|commission|agency)|dept\.? of revenue|department of taxation|division of taxation|state tax"
    r"|comptroller|county (?:tax|treasurer|assessor|collector|recorder|clerk)|(?:recorder|register) of deeds|tax collector|social security administration|medicare"
    r"|bank(?! (?:accounts?|levy|levies|records?|statements?)\b)|credit union|n\.a\.|member fdic|law (?:firm|offices?)|attorneys? at law|cpas?\b|certified public accountants?"
    r"|tax (?:relief|resolution|defense|debt|help|solutions|services|advisors?|group|associates)|enrolled agents?|collection agency"
    r"|employment development department|workforce commission|departamento de hacienda|ministerio de hacienda|agencia tributaria|gobierno de \w+|free consultation|our clients?|engagement|dear client|electric|utility|insurance)\b"
)  # fmt: skip
# What nobody but somebody else says: an advertiser's disclaimer, a preparer's letter to a client.
_DISOWNS = re.compile(
    r"\bnot affiliated with (?:the )?(?:irs|internal revenue|any (?:government|federal))|\bthis is an advertisement\b"
    r"|\bnot a government (?:agency|office)\b|\byou asked us about the\b|\bour fee for\b|\bcall the irs for you\b"
    r"|\bwe can (?:call|represent you|negotiate) .{0,30}\birs\b|\bparcel number\b|\breal property tax\b"
)
# Who writes so is not the IRS, unless it speaks of the agency to which it gave an account, under a code of its own.
_OTHERS_SAY = re.compile(
    r"\bwe are a private (?:company|collection|debt|firm)|\b(?:is|are) not (?:sent )?from the irs\b|\bis not legal advice\b"
    r"|\b(?:placed|assigned) (?:your|this) (?:\w+ ){0,3}account (?:with|to) us\b|\bworking on behalf of the internal revenue service\b"
    r"|\bwe are the agency (?:that |which )?(?:was |is )?assigned\b|\bunder (?:a )?contract with the (?:irs|internal revenue service),? we\b"
    r"|\bthis (?:\w+ )?is an attempt (?:\w+ ){0,4}to collect a debt\b"
    r"|\bminimum payment due\b|\bstatement balance\b"
)
# And who says so under no letterhead of the IRS.
_COLLECTS = re.compile(
    r"\bcommunication is from a debt collector\b|\bwe are (?:an? )?(?:irs|internal revenue service) contractor\b"
    r"|\b(?:irs|internal revenue service) (?:has )?assigned your (?:\w+ ){0,3}(?:tax(?:es)?|debt|account|balance) to (?!an? |one |another |our |the |me\b)"
    r"|\b(?:we are|, and is|(?:company|sender) is) not a government (?:agency|office|entity)\b"
    r"|\bthis (?:mailing|letter|notice) is an? (?:paid )?(?:advertisement|solicitation)\b"
)
# Another bureau under the same Treasury, and letters by mail of the net, which the IRS does not send.
_OTHER_BUREAU = re.compile(
    r"\bbureau of the (?:fiscal service|public debt)\b|\bfinancial management service\b"
)
# The cover of a fax to the IRS, from somebody else.
_TO_THE_IRS = re.compile(r"^\W*to\b\W*(?:the )?(?:internal revenue service|irs)\b")
_FROM_ANOTHER = re.compile(r"^\W*from\b(?!.*\b(?:internal revenue|irs)\b)")
# A line at the top that names the agency is no letterhead, and no silence either: "IRS notice (mock)".
_NAMES_IRS = re.compile(r"^\W*(?:\d{1,2}\W+)?(?:irs|internal revenue)\b(?:\W+\w+){0,4}\W*$")
# A memorandum of the IRS; mail that says so has an address of the net behind it.
_FROM_THE_IRS = re.compile(r"^\W*from\W*(?:the )?(?:internal revenue service|irs)\b(?!.*@)")
_MAIL_ROW = re.compile(r"^\W*(from|to|sent|subject):")
_MAIL_ROWS = {"from", "to", "subject"}
# What stands on forms to be filed and on leaflets, and on no letter: page 1 of one is not a letter's.
_FORM = re.compile(r"\bomb no\W|\bcopy [abc12]\W{1,3}(?:to be filed|for )")
# What no form says, whatever number of the OMB was printed on it.
_NOTICE = re.compile(r"\b(?:this|your) notice\b|\bnotice (?:date|number)\b|\bour records show\b")
_LEAFLET = re.compile(r"^\W*publication \d{1,4}\b")
_REVISED = re.compile(r"\(rev\W")
# What only a taxpayer, or who speaks for one, writes to the IRS.
_BY_TAXPAYER = (
    re.compile(
        r"\bi (?:got|(?:have )?received|am (?:responding|replying|writing)(?: \w+){0,3}(?: to| about)) your\b"
        r"|\bwe (?:have )?received (?:the|your) notice\b|^\W*got your (?:notice|letter)\b"
    ),
    re.compile(r"\b(?:i|we) (?:do not|don.?t|dis) ?agree with (?:the|your|this)\b|\bi was asked\b"),
    # A capital I alone is easily lost.
    re.compile(
        r"(?:\b(?:i|we)|^\W*) represent the (?:above )?taxpayers?\b|\b(?:enclosed|attached) form 2848\b",
        re.MULTILINE,
    ),
    re.compile(r"\bplease send me\b|\bplease (?:remove|abate|close|correct|recompute|look again|credit)\b"),
    re.compile(r"\bmy (?:bank|check|payment|records?|return|wife|husband|spouse|accountant|refund|taxes)\b"),
    re.compile(
        r"\bi (?:will|have|had|(?:already )?paid|filed|believe|request|declare|enclose|sold|owe|only owe)\b"
    ),
    re.compile(r"\byour (?:notice|letter) (?:says|states|claims|shows)\b|\b(?:we|i) (?:have )?paid this\b"),
    re.compile(r"^\W*re\b.{0,30}\b(?:notice|letter)\b.{0,30}\bdated\b", re.MULTILINE),
    re.compile(r"\b(?:enclosed|attached) (?:is|are) (?:the|our|my|a)\b|\bkindly\b|\brespectfully\b"),
    re.compile(r"\bdear (?:sir|madam|irs)\b|\byours truly\b|\bto whom it may concern\b"),
)
# And what tells it where the IRS stands below the day of the letter, as whom it is sent to.
_BY_SENDER = (
    re.compile(r"\bin (?:response|reply) to (?:the above|your) (?:notice|letter)\b"),
    re.compile(r"\b(?:is|are) attached\b|\b(?:attached|enclosed) please find\b"),
    re.compile(r"\b(?:my|our) client\b|, (?:cpa|ea|esq)\W*$", re.MULTILINE),
)
_TAXPAYERS_WORDS = 3
# Whom a paper is for: a levy goes to a bank.
_ADDRESSEE = re.compile(r"^\W*(?:to|attn|attention)\b")
_HEAD_SHARE = 0.25
# No letterhead of the IRS stands lower than this share of its page below the first row.
_QUOTED = 0.22
# A letterhead stands in the first rows; the address of the taxpayer, which may be a bank, begins below.
_LETTERHEAD_ROWS = 3
# More words than these are a sentence.
_LETTERHEAD_WORDS = 9
# A page of so many words that speaks of nothing that the IRS prints is not its own, well read or not.
_MANY_WORDS = 60
_WORD = re.compile(r"[a-z]{3,}")
# What stands on later pages of its letters, which name nobody.
_LATER_PAGE = re.compile(
    r"\bpaperwork reduction act\b|\binternal revenue code\b|\binstallment agreement request\b|\bfailure.to.(?:pay|file)\b"
    r"|\b(?:removal|reduction) of penalt|\bcollection process\b|\binnocent spouse\b|\blevied funds\b|\bproperty include[:s]"
    r"|\bright to (?:challenge|appeal|finality|privacy|retain|quality|pay no more|a fair)|\bagree with (?:the amount|our)\b"
)
# Words that letters of the IRS are made of: what was not read well and has any of them may be one.
_OF_TAX = re.compile(
    r"\b(?:irs|internal revenue|treasury|tax(?:es|payers?)?|lev(?:y|ies|ied)|liens?|penalt(?:y|ies)|refund"
    r"|form \d{3,5}|publication \d{1,4}|installment agreement)\b"
)
# What the IRS says of itself, and who imitates it: no silence either, where its head could not be read.
_CLAIMS = re.compile(
    r"\bwe (?:may|will|can|intend to|filed|have filed)(?: \w+){0,3} (?:notice of federal tax lien|levy|seize)\b"
    r"|\bas we notified you before\b|\bour records show (?:that )?you have unpaid taxes\b"
)
# What bills for tax are made of, whoever sends them: so many kinds, and one whose head was lost is no silence.
_OF_BILLS = (
    re.compile(r"\bunpaid (?:tax|balance|amount)|\boverdue tax"),
    re.compile(r"\bfailure.to.(?:pay|file|deposit)\b"),
    re.compile(r"\bform (?:1040|1065|1120|1041|94[0-5]|720|706)\b"),
    re.compile(r"\btax (?:year|period)\b"),
    re.compile(r"\b(?:x{3}|\*{3})-(?:x{2}|\*{2})-\d{4}\b|\b(?:xx|\*\*)-(?:xxx|\*\*\*)\d{4}\b"),
    re.compile(r"\b(?:amount|balance) due\b"),
)
_A_BILL = 4
# Fewer real words than this on the whole letter, and nothing can be told from them.
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class Traits:
    """What speaks for and against the IRS as the sender.

    Parameters
    ----------
    words
        Real words on the best reading of all pages.
    heads
        Letterheads of the IRS.
    cues
        Kinds of things that letters of the IRS name.
    foreign
        Twice the names of others at the head of the first page.
    disowned
        Somebody else's letterhead, words that only others use, or a way of paying that the IRS does not use.
    to_the_irs
        The words of a taxpayer, or of who speaks for one.
    other
        Another bureau, mail of the net, a form or a leaflet.
    of_tax
        Any word that letters of the IRS are made of, on any reading.
    later
        What stands on later pages of its letters.
    opens
        Whether the first page looks at all like the first one of a letter.
    named
        Whether a line at its top names the agency.
    claims
        Whether it says of itself what the IRS does, or is made up as its bills are.
    quoted
        Somebody else's letterhead stands on top, and no letterhead of the IRS near it.

    """

    words: int
    heads: int
    cues: int
    foreign: int
    disowned: bool = False
    to_the_irs: bool = False
    other: bool = False
    of_tax: bool = False
    later: bool = False
    opens: bool = True
    named: bool = False
    claims: bool = False
    quoted: bool = False


def traits(sheets: Sequence[Sheet]) -> Traits:
    """Count the letterheads, cues and foreign names of the best reading of each page."""
    texts = {sheet: "\n".join(passage.plain for passage, _ in sheet.passages) for sheet in sheets}
    best = [sheet for sheet in sheets if not sheet.reading]
    own = {sheet: list(_letterheads(sheet)) for sheet in best}
    first = next((_front(sheet, texts[sheet], own[sheet]) for sheet in best if sheet.first), _Front())
    said = [texts[sheet] for sheet in best]
    return Traits(
        words=sum(len(_WORD.findall(text)) for text in said),
        heads=sum(map(len, own.values())) + first.memo,
        cues=sum(any(map(cue.search, said)) for cue in _CUES),
        foreign=first.foreign,
        disowned=first.headed or any(_DISOWNS.search(text) or _asks_oddly(text) for text in said),
        to_the_irs=first.to_the_irs,
        other=first.other,
        of_tax=any(map(_OF_TAX.search, texts.values())),
        later=any(map(_LATER_PAGE.search, texts.values())),
        opens=first.opens,
        named=first.named,
        claims=any(_CLAIMS.search(text) or _is_made_up_as_a_bill(text) for text in said),
        quoted=first.quoted,
    )


def _is_made_up_as_a_bill(text: str) -> bool:
    return sum(part.search(text) is not None for part in _OF_BILLS) >= _A_BILL


@dataclass(frozen=True, slots=True)
class _Front:
    """What the first page tells by its head; ``headed``: somebody else's letterhead, ``memo``: the IRS's own "From"."""

    foreign: int = 0
    headed: bool = False
    quoted: bool = False
    to_the_irs: bool = False
    other: bool = False
    opens: bool = True
    named: bool = False
    memo: bool = False


def _front(sheet: Sheet, text: str, own: Sequence[float]) -> _Front:
    """The first page; ``own`` says how far down the letterheads of the IRS stand."""
    # Banks, agencies and attorneys are named in letters of the IRS too; a letterhead is another matter.
    foreign, headed = _foreign_names(sheet)
    # Who quotes a letter of the IRS has its head below his own.
    lowest = sheet.rows[0].box.top + _QUOTED * sheet.text.size_px[1] if sheet.rows else 0.0
    reach = _HEAD_SHARE * sheet.text.size_px[1]
    head = [sheet.plain_row(row) for row, line in enumerate(sheet.rows) if line.box.top < reach]
    memo = any(map(_FROM_THE_IRS.match, head))
    return _Front(
        foreign,
        headed,
        quoted=headed and not any(top < lowest for top in own),
        to_the_irs=_is_to_the_irs(sheet, text, own),
        other=_is_of_another_kind(head, text, memo=memo) or (not own and _COLLECTS.search(text) is not None),
        opens=imprint_of(sheet.page).opening > 0,
        named=any(map(_NAMES_IRS.match, head)),
        memo=memo,
    )


def _is_to_the_irs(sheet: Sheet, text: str, own: Sequence[float]) -> bool:
    """Whether the words are those of a taxpayer, or of who speaks for one."""
    # Below the day of a letter stands whom it is sent to.
    day = _first_day(sheet)
    addressed = bool(own) and 0 < day < len(sheet.rows) and min(own) > sheet.rows[day].box.top
    signs = (*_BY_TAXPAYER, *(_BY_SENDER if addressed else ()))
    return sum(sign.search(text) is not None for sign in signs) >= _TAXPAYERS_WORDS - addressed


def _is_of_another_kind(head: Sequence[str], text: str, *, memo: bool) -> bool:
    """Whether a page is mail of the net, another bureau's or a collector's, a form or a leaflet."""
    mail = {found[1] for row in head if not memo and (found := _MAIL_ROW.match(row))}
    return (
        mail >= _MAIL_ROWS
        or (any(map(_TO_THE_IRS.match, head)) and any(map(_FROM_ANOTHER.match, head)))
        or _OTHERS_SAY.search(text) is not None
        or any(map(_OTHER_BUREAU.search, head))
        or (any(map(_FORM.search, head)) and _NOTICE.search(text) is None)
        or _is_leaflet(head)
    )


_ASKS = re.compile(r"^(?:pay(?:ment)?|settle|send|buy|purchase|load)\b", re.IGNORECASE)


def _first_day(sheet: Sheet) -> int:
    """The first row that is nothing but a day; the number of rows where none is."""
    rows = range(len(sheet.rows))
    return next((row for row in rows if _DAY_ALONE.match(sheet.plain_row(row))), len(sheet.rows))


def _asks_oddly(text: str) -> bool:
    """Whether a text asks to be paid in a way that the IRS does not use; an employer may have paid so."""
    return any(_ASKS.match(found.group()) for found in ways_asked_for(text))


# Whoever is named beside such a label wrote nothing.
_PARTY = re.compile(r"\W*(?:creditor|agency|payee|lienholder|owed to|pay(?:able)? to)\W*")


def _letterheads(sheet: Sheet) -> Iterator[float]:
    """How far down the page the letterheads of the IRS stand, in pixels."""
    dated = _first_day(sheet)
    for row, line in enumerate(sheet.rows):
        # Below the day of a letter stands whom it is sent to.
        at_top = row < min(dated, _LETTERHEAD_ROWS)
        for index in range(len(line.phrases)):
            text = sheet.plain(row, index)
            if index and _PARTY.fullmatch(sheet.plain(row, index - 1)):
                continue
            of_office = at_top and _HEAD_OF_OFFICE.match(text) and not _FOREIGN.search(text)
            head = _HEAD.match(text) or of_office
            if head and not _ends_a_sentence(sheet, row):
                yield line.box.top


def _ends_a_sentence(sheet: Sheet, row: int) -> bool:
    """Whether a row ends the sentence above it, as where "an agreement with" stands before the name."""
    above = sheet.plain_row(row - 1).split() if row else []
    return len(above) > _LETTERHEAD_WORDS and sheet.plain_row(row).rstrip().endswith(".")


def _is_leaflet(head: Sequence[str]) -> bool:
    """Whether the head of a first page names a publication and its edition."""
    return any(map(_LEAFLET.match, head[:_LETTERHEAD_ROWS])) and any(map(_REVISED.search, head))


def _foreign_names(sheet: Sheet) -> tuple[int, bool]:
    """How much the head of the first page names others, and whether one of them stands in its first rows.

    As read, not as put right: the vocabulary of IRS letters makes "Treasury" of a treasurer.
    """
    reach = _HEAD_SHARE * sheet.text.size_px[1]
    rows = [" ".join(line.text.lower().split()) for line in sheet.rows if line.box.top < reach]
    # That of a fax machine names who sent the copy on.
    rows = [row for row in rows if not is_fax_line(row) and not _ADDRESSEE.match(row)]
    named = [set(_FOREIGN.findall(row)) for row in rows]
    first = [(names, row) for names, row in zip(named, rows, strict=True) if _WORD.search(row)]
    own = (names for names, row in first[:_LETTERHEAD_ROWS] if len(row.split()) <= _LETTERHEAD_WORDS)
    return 2 * len(set().union(*named)), any(own)


def few_words(found: Traits) -> bool:
    """Whether there is too little text to tell anything."""
    return found.words < _FEW_WORDS


def is_irs(found: Traits, *, own_code: bool, legible: bool, poor: bool = False) -> bool | None:
    """True or False where it can be told, None where a person must look.

    Parameters
    ----------
    found
        What speaks for and against.
    own_code
        Whether a notice code stands in a code's place.
    legible
        Whether the pages were read well: where they were not, what is missing may only be unread.
    poor
        Whether a page was read so badly that nothing follows from what it does not say.

    """
    if (
        (found.disowned and not found.heads)
        or found.quoted
        or (not own_code and (found.to_the_irs or found.other))
    ):
        return False
    if found.heads and found.cues >= 2 and found.foreign < 4:
        return True
    if own_code and found.cues >= 3 and found.foreign < 3:
        return True
    if found.foreign >= 3 and not found.heads:
        return False
    if not found.heads and not own_code:
        # One word of the IRS may be a mention. On a page that was not read well it may be all that was made out.
        silent = found.cues <= 1 if legible else not found.cues and found.words >= _MANY_WORDS
        later = found.later and not found.opens
        may_be = (later or found.named or found.claims) if legible else found.of_tax
        return False if (found.foreign and not later) or (silent and not poor and not may_be) else None
    return None
