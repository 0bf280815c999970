"""Whether a code is the letter's own or one that it speaks of: by its label, its line and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classify import grammar
from classify.extract.candidate import FACT_SIGN, unnumbered
from classify.layout import SIGNS, Spot

_LABEL = re.compile(
    r"^\W*(?:this |your |our )?(?:irs )?(?:notice|letter|form|document|doc|correspondence|statement|stmt|cp|ntc|ltr)?\W*(?:or )?"
    r"(?:notice|letter|number|no|name|code|type|id|title|document|ntc|ltr|in reply(?: please)? refer to)\W*(?:number|no|name|code)?\W*(?:(?:irs )?(?:notice|letter)\W*)?$"
)
_NUMBER_IN = re.compile(r"\b(?:no|number|code|type|id)\b")
_TYPE_OF = re.compile(r"^\W*type of (?:notice|letter)(?: or (?:notice|letter))?\W*$")
# The same said at greater length, up to a colon: "Number of this notice:", "Your notice number is:".
_LONG_LABEL = re.compile(
    r"^\W*(?=.*\b(?:notice|letter|form|number|code|type|id|re|subject|reference)\b)"
    r"(?:(?:irs|this|the|your|our|of|is|notice|letter|form|number|no|name|code|type|id|re|ref|subject|reference|identifier)\b\W*){1,7}[:#]\s*$"
)
NUMBER_OF = re.compile(r"^\W*number of (?:this|the|our) (?:letter|notice)\W*$")
# What no sentence ends with: "contact us 1-800-829-0922   Notice Number: CP501".
_NUMBER_LABEL = re.compile(
    r"^\W*(?:this |your )?(?:notice|letter) (?:number|no\.?|code)\W*$|^\W*(?:notice|letter):\W*$"
)
# What tells of an earlier letter, though it looks like a label.
EARLIER = re.compile(
    r"\b(?:previous|prior|earlier|last|former|first|sent|see|after|before|original|replaces?|under"
    r"|(?:response|reply|answer|protest) to)\b"
)
# A sentence that ends with a code, which may stand alone in its last line: "... we will send / Notice CP220J."
_IN_SENTENCE = re.compile(
    r"\b(?:we|you|us|will|if|send|sent|mailed|issued?|received|see)\b(?:\W+\w+){0,8}\W*$"
)
# A sentence by which a letter names itself: "This CP504 notice", "This is a CP523 notice", "This notice is a
# CP501", "This letter, an LT11, is", "This is your notice of intent to levy (Letter 1058)", "Notice number: CP11".
_NAMES_ITSELF = re.compile(
    r"\bthis *$|\bwe are (?:\w+ )?(?:sending|issuing|mailing)(?: you)?(?: (?:this|an?|our))?(?: irs)?(?: (?:notice|letter))?\W*$|\bthis is(?: (?:an?|our|your))?(?: (?:notice|letter))?\W*$|\bthis is (?:an?|our|your) (?:(?:notice|letter|reminder|bill)\b[^.;()]{0,40}\(|[^.;()]{0,40} \()$"
    r"|\bthis (?:notice|letter)(?:,| is| is called| is known as)* (?:an?|our|your)\W*$"
    # "This letter, which we call LT11", "with this notice, number CP297", "this letter (a CP523) is", "the number of this
    # notice, CP2000", "it bears the number CP501".
    r"|\bthis (?:notice|letter),? (?:which (?:we call|is (?:called|numbered|known as))|number(?:ed)?|no\.?|called)(?: an?)?\W*$"
    r"|\bthis (?:notice|letter) \((?:an?|our|number) $|\bnumber of this (?:notice|letter)(?:,| is) $"
    r"|\bthis (?:notice|letter|is [^.;]*,? and it) (?:bears|carries|has) the (?:number|code) $"
    r"|\bknown (?:here|to us) as(?: notice| letter)? $"
    r"|\b(?:goes out|announced)(?: to you)? under the (?:number|designation|code) $"
    r"|\bthis (?:final |first )?(?:notice|letter|bill|reminder) is our $"
    r"|\b(?:when|if|in) (?:you )?(?:repl(?:y|ying)|answer(?:ing)?|writ(?:e|ing)|call(?:ing)?)\b[^.;]{0,20}\b(?:refer to|quote|mention|give)(?: (?:our|notice|letter|number))* $"
    r"|(?:^|[.;:,)\d] +)(?:our |this |your )?(?:notice|letter) (?:number|no\.?|code): *$"
)
# The subject of a letter: "Re: Notice LT11, Intent to Levy", "Re: Second reminder, CP503; SSN ...". It may also be
# that of the letter it answers.
_SUBJECT = re.compile(r"^\W*(?:re|subject|regarding|reference|about|in re)\b\W*(?:[a-z]+\W+){0,3}$")
# Somebody who answers a letter may name it so too.
BY_SENTENCE, BY_SUBJECT = "sentence:this-notice", "line:subject"
# "We are mailing you CP14 separately"; "please refer to Letter 2205 we sent in May".
_ELSEWHERE = re.compile(
    r"^\W*(?:separately|later|soon|next (?:week|month)|to your (?:spouse|husband|wife|representative)|(?:that )?we (?:sent|mailed)|(?:that )?you (?:got|received))\b"
)
# "CP215 is the notice of it"; "write CP297 and Form 940 on your check".
_IS_THE_NOTICE = re.compile(
    r"^\W*(?:is the (?:notice|letter|number) (?:of|for) (?:it|this|that)|of this date)\b"
)
_TO_WRITE = re.compile(r"\bwrite\W*$")
_ON_CHECK = re.compile(r"^[^.;]{0,60}\bon (?:your|the) (?:check|payment|money order)\b")
# Behind the last lines of a letter: "Letter 1153 | your SSN: XXX-XX-1234 | enclosures", "Notice CP75 for taxpayer XXX",
# "CP14 (mailed first class)".
_FOOT_BEHIND = re.compile(
    r"^\W*(?:(?:/ |for )?(?:taxpayer|case of|your ssn|ssn|ein|tin)\b|enclosures?\b|\(mailed\b|(?:payment |reply )?(?:slip|voucher)\b)"
)
_BELOW_HEAD = 0.4
_ENCLOSED = re.compile(r"\b(?:enclos\w+|attach\w+|cop(?:y|ies)|sent|you|before|earlier)\b")
_VERB = re.compile(r"\b(?:is|are|was|were|has|have)\b")
# The head of a letter in one line, with the code at its end: "We corrected your 2024 Form 1040 - CP12", "A lien has been
# filed (Letter 3172)", "Final notice, CP518: your tax return is overdue".
_ENDS_TITLE = re.compile(r"(?:[-\u2013\u2014(:]|,) ?(?:notice |letter |no\. )?$")
_TITLE_ENDS = re.compile(r"^\W{0,3}$|^\)?:")
_TITLE_LINE_WORDS = 22
# "We will send a statutory notice of deficiency (CP3219A)": that is a sentence.
_SENDS = re.compile(r"\b(?:will|may|can|would) (?:\w+ )?(?:send|issue|mail)\b")
_OF_AN_ANSWER = re.compile(
    r"\b(?:responses?|requests?|repl(?:y|ies)|answers?|appeal|protest|claim|received|reconsideration|abate\w*|releas\w+"
    r"|clos(?:ed|ing)|withdr\w+|correction|cancel\w*|rescind\w*|your notice)\b"
)
# What may stick to a code in print.
_MARKS = "()[]:;,.\u2013\u2014-"
_FACT_SIGN_BEHIND = re.compile(rf"^\W{{0,2}}{FACT_SIGN}")
_SHORT_LABEL_WORDS = 7
# More words before it in one passage than any label has.
_RUNNING_WORDS = 8
TOP, _FOOT = 0.3, 0.85
_HEADLINES = 0.5
_TITLE_WORDS = 7
_SAYS = re.compile(r"\b(?:is|are|was|were|has|have|had|we|you|your|our|i|sent|received|that|which)\b|[.,]$")
_IN_BOX = ("own", "label:notice-box", 3.0)
# But a box has as many labels.
_COLONS = 2
# Words that a phrase holding the letter's own code may hold besides.
_ALLOWED = re.compile(r"^(?:notice|letter|number|no|name|code|rev|catalog|cat|page|sheet|of|date|irs|gov|www|tax|year|form|department|treasury|"
                      r"internal|revenue|service|[a-z]?\d.*|[a-z]{1,2}|\W*)$")  # fmt: skip
# The label of the next value, where a row holds several: "Notice CP290   Employer ID number 12-3456789".
_NEXT_LABEL = re.compile(
    r"^\W*(?:employer|social|taxpayer|ein|ssn|itin|your|to contact|contact|phone|call|account)\b"
)
# In one line of facts, "Notice Number: CP297 Date: October 7, 2019", what stands before and behind a code.
_NUMBER_BEFORE = re.compile(r"\b(?:notice|letter) (?:number|no\.?|code|type|id):\W*$")
_LABEL_BEHIND = re.compile(r"^[\W_]*(?:[a-z][\w.'()/#-]* ){0,4}[a-z][\w.'()/#-]* ?:")
# "Internal Revenue Service, Austin, Texas 73301 - June 2, 2025 - CP49".
_LETTERHEAD_AND_DAY = re.compile(rf"^\W*(?:internal revenue service|irs)\b.{{0,70}}\b{grammar.DAY}\W*$")
# "Letter 2205 Date: January 22, 2024".
_FACT_LABEL_BEHIND = re.compile(
    r"^[\W_]*(?:(?:tax )?(?:year|period|form)|(?:notice |letter )?date|issued|printed|page|ssn|ein|tin|taxpayer id(?: number)?)(?: no\.?)?\W*[:_]"
    rf"|^[\W_]*(?:issued|printed|dated?) {grammar.DAY}"
)
# "CP21B Oct 5, 2020", "CP504 notice / December 16, 2019 / Form 1040", "CP523 · Apr 15, 2024".
# "Notice CP21B issued December 6, 2021 to taxpayer ..."
_FACTS_BEHIND = re.compile(
    rf"^\W*(?:(?:notice|letter)\W+|\((?:individual|business)\)\W+)?"
    rf"(?:(?:(?:issued|dated|mailed|sent)(?: on)? |date of this (?:notice|letter)\W+)?{grammar.DAY}\s*"
    rf"(?:$|{FACT_SIGN}|to (?:taxpayer|you)\b|[. ]+(?:your )?(?:ssn|ein|tin|tax y(?:ea)?r|form|acct|account)\b)|{FACT_SIGN})"
)
_DAY_AND_NUMBER_BEHIND = re.compile(
    rf"^\W*(?:{grammar.DAY}\W+[x*\d]{{2,3}}-[x*\d-]{{2,7}}\d{{4}}\W*$"
    # And in the line at the foot of a page: "CP89 Jul. 17, 2023 SSN XXX-XX-9904 (first named) Cat. No. 38218P".
    rf"|(?:{grammar.DAY}\W+)?(?:ssn|ein|tin)\W+[x*\d]{{2,3}}-[x*\d-]{{2,7}}\d{{4}}\b)"
)
_COUPON_BEHIND = re.compile(r"^\W*(?:payment|remittance) (?:coupon|stub|voucher|slip)\b")
# The foot of a page: "Catalog Number 50556T  www.irs.gov  Notice LT11 (Rev. 01-2024)".
_FOOTER = re.compile(r"\bcat(?:alog)?\.? (?:number|no\.?)|\birs\.gov\b")
# "CP504 - Intent to Levy", "CP504 (Notice of Intent to Levy)": what the notice is called.
_TITLE = re.compile(
    r"^:? ?[-–—(/|]?\W*(?:[a-z]+ ){0,2}(?:notice|intent|reminder|request|balance|final|second|first|urgent|important)\b"
)
# "CP523: We intend to end your installment agreement", "CP05 - we are holding your 2022 refund".
_SAID_BY_TITLE = re.compile(r"^\W*(?:we|you|your)\b")
# The day of a letter of the correspondence system, right before its code: "July 06, 2011  LTR 252C  E0".
DAY_ONLY = re.compile(rf"^\W*{grammar.DAY}\W*$")
# Or right behind it.
_DATED = re.compile(rf"\b(?:ltr|letter)\W{{0,2}}\d{{2,4}}c(?: [a-z]?\d{{1,2}})?\W+{grammar.DAY}\W*$")
# The label of a code and of nothing else: beside it stands one, whatever was made of it.
_CODE_LABEL = re.compile(r"^\W*(?:this |your )?(?:notice|letter)\W*(?:number|no|code)?\W*$")


def names_notice(label: str) -> bool:
    """Whether a phrase in plain text is the label of a notice code and of nothing else."""
    return _CODE_LABEL.match(label) is not None


# "1153 (DO)": what stood for a district office stays on the letters of today.
OFFICE = re.compile(r"\([a-z]{1,2}(?:/[a-z]{1,2})*\)")


def role_of(spot: Spot) -> tuple[str, str, float]:
    """The role of a code (``own`` or ``mentioned``), the rule that tells it, and its weight."""
    around = spot.around
    in_line = bool(around.same_line.strip(SIGNS))
    boxed = not in_line and any(map(names_code, (around.left, *around.above[:1])))
    for so, told in _plainly(spot, boxed=boxed):
        if so:
            return told
    labelled = in_line and _NUMBER_LABEL.match(around.same_line)
    if running(around.rest) or (_IN_SENTENCE.search(around.before) and not labelled):
        return "mentioned", "none", 0
    return _in_line(spot) if in_line else _by_itself(spot, boxed=boxed)


def _plainly(spot: Spot, *, boxed: bool) -> Iterator[tuple[object, tuple[str, str, float]]]:
    """Roles of a code that words may stand behind, each with what tells it; the first that is so counts."""
    around = spot.around
    yield boxed and (_NEXT_LABEL.match(around.rest) or _TITLE.match(around.rest)), _IN_BOX
    labelled = spot.y < TOP and _LABEL.match(around.same_line) and _NEXT_LABEL.match(around.rest)
    yield labelled, ("own", "label:notice", 3)
    dated = DAY_ONLY.match(around.same_line.strip() or around.left) or _DATED.search(around.row)
    yield spot.first and spot.y < TOP and dated, ("own", "row:dated-code", 2.5)
    elsewhere = _ELSEWHERE.match(around.after)
    yield not elsewhere and _NAMES_ITSELF.search(around.before), ("own", BY_SENTENCE, 2.5)
    subject = around.row.partition(spot.text.lower())[0]
    named = spot.first and _SUBJECT.match(subject) and not EARLIER.search(subject)
    yield named, ("own", BY_SUBJECT, 2.5)
    among_facts = _LABEL.match(around.same_line) and _FACT_SIGN_BEHIND.match(around.rest)
    yield among_facts, ("own", "label:notice", 3)
    footed = _FOOTER.search(around.same_line) and _EDITION.match(around.rest.strip())
    yield footed, ("own", "place:edition", 3)
    yield _IS_THE_NOTICE.match(around.after), ("own", BY_SENTENCE, 2.5)
    to_write = _TO_WRITE.search(around.before) and _ON_CHECK.match(around.after)
    yield to_write, ("own", BY_SENTENCE, 2.5)
    yield _is_titled(spot) or _ends_title(spot), ("own", "line:title", 2.5)
    yield _is_at_foot(spot), ("own", "line:at-foot", 2.5)
    begins = _begins_line(spot) and spot.first and spot.y < TOP
    yield begins and _FACTS_BEHIND.match(around.rest), ("own", "line:of-facts", 2.5)
    yield _is_on_coupon(spot), ("own", "line:of-facts", 2.5)
    fact = _NUMBER_BEFORE.search(around.same_line) and _LABEL_BEHIND.match(around.rest)
    yield fact and not EARLIER.search(around.same_line), ("own", "line:of-facts", 3)
    at_label = spot.first and around.same_line.strip() and _LABEL.match(around.same_line)
    of_others = any(map(_ENCLOSED.search, around.above[:1]))
    yield (
        (begins or at_label) and not of_others and _FACT_LABEL_BEHIND.match(around.rest),
        ("own", "line:of-facts", 2.5),
    )
    headed = _LETTERHEAD_AND_DAY.match(around.same_line) and not around.rest.strip()
    yield spot.first and spot.y < TOP and headed, ("own", "line:of-facts", 2.5)


def _is_at_foot(spot: Spot) -> bool:
    """Whether a code stands in the last lines of a letter, with whose it is or what comes with it behind."""
    around = spot.around
    begins = _begins_line(spot) or re.search(r"[.\d] $", around.same_line) is not None
    enclosed = any(map(_ENCLOSED.search, around.above[:1]))
    behind = _FOOT_BEHIND.match(around.rest) is not None and not _VERB.search(around.rest)
    return spot.y > _BELOW_HEAD and begins and behind and not enclosed


def _is_on_coupon(spot: Spot) -> bool:
    """Whether a code heads a coupon: "Notice CP504 payment coupon", "CP503   July 5, 2021   XXX-XX-3912"."""
    rest = spot.around.rest
    behind = _DAY_AND_NUMBER_BEHIND.match(rest) or _COUPON_BEHIND.match(rest)
    return spot.first and _begins_line(spot) and behind is not None


def _begins_line(spot: Spot) -> bool:
    """Whether nothing stands before a code on its line, but for its label."""
    before = spot.around.same_line
    return not before.strip() or _CODE_LABEL.match(before) is not None


def _is_titled(spot: Spot) -> bool:
    """Whether a code at the head has behind it what it is called: "Notice CP297: Final Notice of Intent to Levy"."""
    alone = not spot.around.same_line.strip() or _LABEL.match(spot.around.same_line)
    behind = spot.around.rest.lstrip()
    parted = bool({spot.text[-1:], behind[:1]} & set(":-\N{EN DASH}\N{EM DASH}"))
    # A short line at the top needs no sign between them: "CP501 REMINDER OF BALANCE DUE".
    short = spot.y < TOP and len(behind.split()) <= _TITLE_WORDS and not _SAYS.search(behind)
    at_head = spot.first and spot.y < _HEADLINES
    titled = ((parted or short) and _TITLE.match(behind)) or (parted and _SAID_BY_TITLE.match(behind))
    return bool(at_head and alone and titled)


def _ends_title(spot: Spot) -> bool:
    """Whether a code stands in the title of the first page: at its end, before its colon, or as in "Notice CP22A."."""
    around = spot.around
    code = spot.text.strip(_MARKS)
    before = around.same_line + spot.text.partition(code)[0]
    rest = spot.text.partition(code)[2] + around.rest
    if not before.strip() or not _is_title(spot, before) or rest.startswith(").") or rest.strip() == ".":
        return False
    ends = _ENDS_TITLE.search(before) and _TITLE_ENDS.match(rest)
    heads = _CODE_LABEL.match(before) and rest.startswith(".")
    return bool(ends or heads)


def _is_title(spot: Spot, before: str) -> bool:
    """Whether a line is a title by itself at the head of the letter, and speaks of no answer and no other notice."""
    around = spot.around
    at_head = spot.first and spot.y < _HEADLINES and around.before.strip() == around.same_line.strip()
    short = len(around.row.split()) <= _TITLE_LINE_WORDS and not re.search(r"[.;] ", before)
    of_others = EARLIER.search(before) or _SENDS.search(before) or _OF_AN_ANSWER.search(around.row)
    return at_head and short and not of_others


def _in_line(spot: Spot) -> tuple[str, str, float]:
    """The role of a code with something before it in its line."""
    before = spot.around.same_line
    # "Our letter" over "1153": both are read as one code.
    ours = spot.around.before.strip() in {"our", "this"}
    if ours or _LABEL.match(before) or _LONG_LABEL.match(before):
        return "own", "label:notice", 3
    return ("own", "place:heading", 1) if _in_heading(spot) else ("mentioned", "none", 0)


def _by_itself(spot: Spot, *, boxed: bool) -> tuple[str, str, float]:
    """The role of a code that begins its line; ``boxed``: its label stands beside or over it."""
    around = spot.around
    if not boxed and len(around.before.split()) > _RUNNING_WORDS and around.before.count(":") < _COLONS:
        # The last line of a paragraph: "... as we told you in our notice / CP14."
        return "mentioned", "none", 0
    if boxed:
        return _IN_BOX
    # "Letter 3172 (DO) (Rev. 3-2019)" says which form of letter the page is.
    if _EDITION.match(OFFICE.sub("", around.rest).strip()):
        return "own", "place:edition", 3
    return "own", "place:alone", 2.0 if spot.y < TOP or spot.y > _FOOT else 1.0


def names_code(label: str) -> bool:
    """Whether a phrase beside or over a code is its label, at whatever length."""
    label = box_label(label)
    return any(known.match(label) for known in (_LABEL, _LONG_LABEL, NUMBER_OF, _TYPE_OF))


def box_label(label: str) -> str:
    """A label without the number of its box: "1 Letter no."; "1 Letter" may be a line of a list."""
    return unnumbered(label) if _NUMBER_IN.search(label) else label


def _in_heading(spot: Spot) -> bool:
    """Whether a code ends a short line at the top of the first page that speaks of no other letter."""
    line = spot.around.same_line
    return (
        spot.first and spot.y < TOP and len(line.split()) <= _SHORT_LABEL_WORDS and not EARLIER.search(line)
    )


# "(Rev. December 2001)", "(January 2015)": the edition of a form.
# "(en-us) Rev. 01-2025" names the language as well.
_EDITION = re.compile(
    r"\((?:rev\.? ?)?[a-z0-9.,\- ]{0,12}(?:19|20)\d\d\)|\([a-z]{2}[-_][a-z]{2}\) rev\.? ?\d{1,2}[-/](?:19|20)\d\d\b"
)


def running(rest: str) -> bool:
    """Whether a sentence goes on behind the code: a word that no header has."""
    words = _EDITION.sub(" ", OFFICE.sub(" ", rest)).split()[:3]
    return any(not _ALLOWED.match(word.strip(".,:;()")) for word in words)
