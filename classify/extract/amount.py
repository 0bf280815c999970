"""Amounts of money and the part each plays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from classify import grammar
from classify.extract.candidate import NO_RULE, PAST, Candidate, Rule, judge, matches, rule
from classify.layout import SIGNS, Sheet, Spot
from classify.passage import sentence_tail
from ingest.past import heads_the_past

_DATE_TAIL = (
    r"(?:\W{0,3}(?:by|on|as of|of|before)?\W{0,3}"
    rf"(?:{grammar.DAY}|[a-z0-9]{{2,9}}[.,]? \d{{1,2}},?(?: \d{{4}})?|[\d/\-]{{8,10}}))?"
)
_NOW = r"(?:\W{0,2}(?:immediately|now|upon receipt|on receipt|at this time|today))?"
# "After this credit, you still owe $1,046.37" is no line of credits.
# Nor does a label go on behind the end of a sentence.
_UNOWED = r"(?:(?!\byou (?:\w+ )?owe\b|[a-z\d]\. [a-z]|\bcomes? to\b|\bin all\b).)"

# What a coupon asks for, and on letters about a plan its next payment.
PAYMENT_AMOUNT = "label:payment-amount"
# What would be due if what is proposed stands.
PROPOSED_DUE = "label:proposed-due"
# What amounts come to, whatever they are amounts of.
COMES_TO = frozenset(
    {"sentence:together", "sentence:makes", "sentence:remains-unpaid", "sentence:lien-total", "label:arrears"}
)
# First match wins: the particular before the general.
RULES = (
    rule("mentioned", "label:sample", "label", r"\b(?:example|user fee|fee of|up to|more than|less than|at least|over|under|minimum)", 0),
    rule("whole_debt", "label:if-terminated", "label", r"\bif we terminate\b.*|\bexhaust\b.*|\bappeal rights|\b(?:entire|whole|full) (?:balance|debt|liability)", 3),
    rule("tax", "label:prior-balance", "label", r"^\W*(?:tax and |your )?prior balances?(?: (?:that )?you (?:now )?owe)?|^\W*balance of prior assessments?", 3),
    rule("due_now", "label:past-due", "label", r"\bpast[- ]due\b.{0,60}|^\W*overdue (?:\w+ )?payments?", 3),
    rule("due_now", "label:amount-due", "label",
         rf"(?<!proposed )\b(?:amount|amt\.?|payment|pymt\.?|balance|bal\.?|total)(?: (?:amount|balance|tax|payment|now))?(?: is)? due{_NOW}(?: (?:by|on))?{_DATE_TAIL}{_NOW}(?: \(?to (?:prevent|avoid|keep|stop|release).*| \((?:with |including )?(?:interest|penalt)[^()$]*\)?)?", 3),
    rule("due_now", "label:you-owe", "label", rf"\b(?:amount|total|balance)(?: amount)?(?: that)? you (?:now )?owe(?: us)?(?:,? (?:with|including) [^.;$]{{0,40}}?,)?{_NOW}(?:,? (?:with|including) [^.;$]{{0,40}}?,)?(?:{_DATE_TAIL}| as of the date of this (?:letter|notice))(?: is)?|^\W*you (?:now )?owe{_NOW}", 3),
    rule("due_now", "label:must-pay", "label", rf"^\W*(?:(?:what|amount(?: that)?) )?(?:you|(?:the|your) \w+) (?:now )?(?:must|need to|have to) (?:now )?pay{_NOW}{_DATE_TAIL}", 3),
    rule("due_now", "label:pay-this", "label", r"^\W*pay (?:this|exactly)", 3),
    rule("due_now", "label:owed-as-of", "label", r"^\W*(?:total )?amount owed as of\b.{0,20}", 3),
    rule("due_now", "label:pay-now", "label", rf"^\W*(?:unpaid\W{{1,3}})?(?:please )?pay (?:immediately|now|at once|today|this amount{_DATE_TAIL})|^\W*pay in total|^\W*(?:now|still) due|^\W*due (?:immediately|now|upon receipt)|^\W*(?:amount due|please pay|(?:please )?send us|current balance){_NOW}", 3),
    rule("due_now", "label:pay-by", "label", rf"^\W*(?:balance,? (?:please )?|please )pay by{_DATE_TAIL}", 3),
    rule("due_now", "label:balance-with", "label", r"^\W*(?:unpaid )?balance,? (?:with|including) (?:penalt|interest).*", 3),
    rule("due_now", "label:penalty-charged", "label", r"^\W*we charged you a (?:[\w-]+ ){0,2}penalty:", 2),
    rule("due_now", "line:send-a-payment", "label", r"\b(?:please|must|should) (?:send|make)(?: us)? (?:a |your )?payment of", 2),
    rule("due_now", "line:must-receive", "label", r"\bwe (?:must|need to|have to) receive", 2),
    rule("due_now", "line:by-paying", "label", r"\bby paying(?: us)?", 2),
    rule("refund", "label:refund", "label", r"\b(?:refund|overpaid|overpayment|credit balance)(?: (?:due|amount|you will receive|due to you|you(?:.ll| will| still)? (?:get|receive)|now|(?:being |on )h[eo]ld|we are (?:sending|holding)(?: you)?))?|^\W*we(?: a|.)re sending(?: you)?|^\W*(?:refund|amount) we (?:will|are) send(?:ing)?|^\W*(?:coming|going) (?:back )?to you", 3),
    rule("due_now", PROPOSED_DUE, "label", r"\bproposed (?:amount|balance|total) (?:due|you owe)(?: is)?", 2.5),
    rule("proposed", "label:we-propose", "label", r"\bwe propose", 2.5),
    rule("proposed", "label:proposed", "label", r"\bproposed\b.{0,40}|\b(?:increase|change)s? (?:in|to) (?:your )?tax", 3),
    rule("due_now", "label:first-payment", "label", r"^\W*(?:this|next) month.?s payment|\byour (?:(?:first|next|monthly|regular) )+payment of|^\W*(?:first|next) payment(?: of)?", 2),
    rule("owed", PAYMENT_AMOUNT, "label", r"^\W*(?:monthly )?(?:payment|payoff) (?:amount|amt\.?)", 2),
    rule("payments", "label:payments", "label", rf"\b(?:payments?|credits?|withh\w+)\b{_UNOWED}{{0,40}}", 3),
    rule("penalty", "label:penalty", "label", rf"\bpenalt(?:y|ies)\b{_UNOWED}{{0,40}}|\bfailure[- ]to[- ]\w+(?: estimated tax)?{_UNOWED}{{0,20}}", 3),
    rule("interest", "label:interest", "label", rf"\binterest\b{_UNOWED}{{0,30}}", 3),
    rule("owed", "label:arrears", "label", r"^\W*arrears(?: to be paid)?", 2),
    rule("owed", "label:unpaid", "label", r"^\W*(?:total )?unpaid balance", 2),
    rule("tax", "label:tax", "label", r"\b(?:tax|amount|balance)(?: that)? you (?:previously )?owed|^\W*(?:unpaid )?tax you owe|\bunpaid (?:tax|amount|balance)\b.{0,30}|\btax (?:due|owed|assessed|increase)|\bassessed balance|\bprior balance|\bprevious balance|\btotal tax(?: on return)?", 3),
    rule("owed", "label:owed", "label",
         r"^\W*(?:(?:total|full|your) )*(?:(?:amount|amt\.?|balance|bal\.?|sum) (?:owed|owing|payable|outstanding|demanded|required|to (?:be )?pa(?:y|id))(?: now)?"
         r"|(?:outstanding|new|unpaid|open|account) balance|owed|outstanding|payable|balance)", 2),
    rule("total", "label:total", "label", r"^\W*(?:grand )?total(?: amount)?|^\W*(?:al)?together", 2),
    rule("mentioned", "sentence:received", "sentence", r"\b(?:received|(?:found|located|traced) (?:your|the|a) payment|applied|refunded|credited|fee of|check for|check of|up to|more than|less than|at least|over|under|minimum|between|of any)\b.{0,25}", 0),
    rule("due_now", "sentence:pay-in-full", "sentence", r"\b(?:should|must|please|need to|have to) pay(?: us)? (?:the |your )?(?:full|entire|whole) (?:amount|balance|debt)(?: (?:due|you owe))?(?: of)?", 2),
    rule("due_now", "sentence:full-amount", "sentence", r"\bthe (?:full|total) amount (?:that )?you (?:now )?owe(?:,? including [^.;$]{0,40}?,?)? is|\bamount shown on the lien is", 2),
    rule("whole_debt", "sentence:whole-debt", "sentence", r"\b(?:total amount|entire|whole|full) (?:of your )?(?:balance|debt|liability|amount)\b.{0,30}|\b(?:amount you owe|balance) for all (?:tax )?(?:periods|years)(?: is)?", 2),
    rule("due_now", "sentence:pay", "sentence", rf"\b(?:pay|repay|paying|payment of|send|mail|remit)(?: us)?(?: (?:the|your))?(?: (?:full|total|past due|next|first))?(?: (?:amount|balance|payment|difference|sum|rest))?(?: (?:(?:now )?due|you owe|owed))?{_NOW}(?: of)?", 2),
    rule("due_now", "sentence:settle", "sentence", r"\b(?:please|must|should|need to|have to) settle (?:the|your) (?:arrears|balance|amount|debt|sum)(?: due)?(?: of)?", 2),
    rule("owed", "sentence:remains-unpaid", "sentence", r"\b(?:penalt(?:y|ies)|interest|tax) (?:that |which )?(?:still )?remains? unpaid (?:is|are)", 2),
    rule("owed", "sentence:lien-total", "sentence", r"\btotal on the (?:notice of federal tax )?lien is", 2),
    rule("due_now", "sentence:you-owe-figured", "sentence", r"\b(?:amount|balance) you (?:now )?owe,? (?:figured|computed|calculated) (?:to|through|as of) \S+ \S+ \d{4},? is", 2),
    rule("due_now", "sentence:must-pay", "sentence", r"\b(?:amount|total|sum) (?:that )?you (?:must|need to|have to) (?:now )?pay(?: now)? is", 2),
    rule("due_now", "sentence:comes-to", "sentence", r"\b(?:(?:unpaid|overdue) (?:tax|balance|amount)|your (?:debt|balance)|what (?:you owe|remains|is (?:left|unpaid|owed|due))|total)\b[^.;$]{0,100}\bcomes to", 2),
    rule("owed", "sentence:makes", "sentence", r"\b(?:this|that|it|which|altogether) (?:makes|stands at|totals?)(?: now)?|\bremains\b[^.;$]{0,20} to be paid is", 2),
    rule("owed", "sentence:together", "sentence", r"\b(?:together|(?:with|counting|including) [^.;$]{3,60}),? (?:they|these|both) (?:now )?come to|\bthe (?:two|three|four)(?: (?!payments|credits)\w+)? (?:now )?come to", 2),
    rule("due_now", "sentence:to-be-paid", "sentence", r"\b(?:amount|sum|figure)(?: (?:that )?(?:is )?to be paid(?! back)| (?:that )?you (?:now )?(?:need|have) to pay| we (?:need|ask for)(?: from you)?)(?: \w+)? is(?: accordingly| now)?", 2),
    rule("due_now", "sentence:stands-open", "sentence", r"\bwhat stands (?:open |unpaid )?(?:against|on)\b[^.;$]{0,50} is|\b(?:sum|amount|balance) (?:still |now )?(?:open|outstanding|unpaid|owing)\b[^.;$]{0,60} (?:is|comes to)", 2),
    rule("due_now", "sentence:we-ask-payment", "sentence", r"\bwe (?:now )?ask (?:you )?for (?:the )?payment of(?: the)?|\bwhat we ask (?:you )?(?:to pay|for)\b[^.;$]{0,30} is", 2),
    rule("due_now", "sentence:total-of-all", "sentence", r"\btotal for all (?:\w+ )?(?:tax )?(?:years|periods|quarters) is", 2),
    rule("due_now", "sentence:unpaid-total", "sentence", r"\b(?:unpaid|overdue) (?:total|balance|amount|tax)\b[^.;$]{0,60} is", 2),
    rule("due_now", "sentence:first-payment", "sentence", r"\byour (?:(?:first|next) )+payment of", 2),
    rule("due_now", "sentence:on-your-account", "sentence", r"\b(?:total|balance) (?:on|of|for) your (?:\S+ ){0,3}account\b[^.;$]{0,30} is|\bthere is (?:now )?a balance (?:due )?on your account of", 2),
    rule("due_now", "sentence:still-due", "sentence", r"\b(?:difference|rest|remainder) (?:is )?(?:now )?due|\bstill due(?: after (?:that|this))?|\byour (?:current|unpaid|total|full) balance is|\bamount overdue(?: is)?|\boverdue amount(?: of| is)?", 2),
    rule("proposed", "sentence:would-owe", "sentence", r"\byou(?:.?d| would| might)(?: then)? owe(?: us)?(?: an?)?(?: (?:further|additional|extra|more))*(?: of)?", 2),
    rule("proposed", "sentence:deficiency", "sentence", r"\bdeficiency\b[^.;$]{0,30},? (?:of|is)", 2),
    rule("proposed", "sentence:would-rise", "sentence", r"\btax\b[^.;$]{0,60}\b(?:would|will) (?:rise|increase|go up|be increased) by|\bwould (?:increase|raise) your tax by|\bwould mean (?:further|additional|more) tax of|\bincrease (?:that )?(?:(?:i|we) )?(?:now )?propose is|^\W*proposed (?:increase|additional tax)(?: is)?|\bproposed an increase of|\bproposed (?:amount|balance|total) due\b[^.;$]{0,40} is", 2),
    rule("proposed", "sentence:we-propose", "sentence", r"\b(?:we|i) (?:now )?propose\b[^.;$]{0,40}\b(?:comes?|is|of|amounts?)(?: to)?", 2),
    rule("refund", "sentence:refund", "sentence", r"\byour (?:\w+ )?refund\b[^.;$]{0,40}\b(?:of|is|to|be)(?: now)?|\ba refund of", 2),
    rule("due_now", "sentence:you-owe", "sentence", rf"\b(?:amount due|balance due|you (?:now |still )?owe|(?:estate|corporation|company|partnership|trust|business|organization) (?:now |still )?owes)(?: us)?(?: is| of| a (?:total|balance) of)?{_NOW}", 2),
)  # fmt: skip


# "$862.50 is on its way to you as a refund".
_AS_A_REFUND = re.compile(
    r"^\W*(?:is|will be|was|has been)\b[^.;$]{0,40}\b(?:as (?:a|your)|your) refund\b|^\W*(?:will|is to) be refunded\b"
)
# "All told, $2,386.14 is what we are asking you to send"; "Two missed payments are $425.00, and that is the amount we need".
_WE_ASK = re.compile(
    r"^\W*(?:is|remains) (?:now )?to be paid\b(?! (?:by|while|if|back|at once if))"
    r"|^\W*(?:is|,? ?(?:and )?th(?:at|is) is) (?:what|the (?:amount|sum)) (?:that )?we (?:now )?(?:need|are asking|ask)\b(?! to (?:refund|pay))"
)
# "$10,266.00 in proposed additional tax".
_IN_PROPOSED = re.compile(r"^\W*(?:in|of) (?:proposed|additional|further) (?:\w+ ){0,2}(?:tax|changes?)\b")
# "What stands against the company today is $7,905.63. Please pay that sum upon receipt."
_PAY_THAT = re.compile(
    r"^\W*(?:you can [^.;$]{0,40}\bby )?(?:please )?(?:pay|send|remit)(?:ing)? (?:us )?(?:that|this) (?:sum|amount|total)\b"
)
# What stands before the amount that interest or a penalty was figured on, in a row of its table.
_RATE = re.compile(r"(?:\b0?[.,]\d{5,}|\d ?%)\W*$")
_EACH_MONTH = re.compile(r"^\W*(?:monthly|(?:a|per|each|every) month)\b")
# "You must pay at least $140.00 each month"; "Your payment amount is $275.00" in a letter that confirms a plan.
_PAID_MONTHLY = re.compile(r"\b(?:pay|paying|payments? of)(?: us)?(?: at least)?\W*$")
# "Thank you for your request to pay $82.00 a month": the letter may say that it is more.
_OFFERED = re.compile(r"\b(?:request|offer|proposal) to pay\W*$")
_MONTHLY_PAYMENT = re.compile(
    r"\bwe will withdraw\W*$|\bnew monthly payment(?: is|\W)\W*$|\byour monthly payments are\W*$|\byour (?:monthly )?(?:payment amount|monthly payment)(?: is|\W)\W*$"
)
# "Your last payment of $668.67 was received on 01/10/2023"; one that is still to come is "received by" a day.
_WAS_PAID = re.compile(
    r"^\W*(?:that )?(?:(?:you|we) )?(?:was|were|has been|have been|received|posted|sent|made|paid)\b"
    r"(?! (?:not|never|due|to be|returned))(?!(?: \w+)? (?:by|before|until|within|no later)\b)"
)
# "... and may bill you for the excess advance payment of $2,604": nothing is asked for yet.
_LATER = re.compile(
    r"\b(?:may|might|could|would) (?:also )?(?:bill|charge)\b[^.;]*$|\badvance payments? of\W*$"
    # "If both checks are cashed, you will have to repay $740.25."
    r"|\bif\b(?:[^.;]|\.\d)*\b(?:will|would) have to (?:re)?pay\W*$"
    r"|\b(?:could|might) (?:only )?(?:pay|send|remit)\W*$|\b(?:say|if) you owed\b"
    r"|\blow[- ]income\b|\bexample\b|\bmay pay\W*$"
    # The payment that was missed is not all that a plan that ends asks for.
    r"|\bholding (?:the|your|a) payment of\W*$"
    r"|\b(?:did not|didn.t|have not|haven.t) (?:make|made|send|sent|pay|paid)\b[^.;]{0,30}\blast payments? of\W*$"
)
_A_PAYMENT_OF = re.compile(r"\bpayments? of\W*$")
# "We will send $500.00"; "a person responsible for paying the $19,660.00 of trust fund tax".
_OTHERS_PAY = re.compile(
    r"\b(?:we|they|bank|employer|state)(?: (?:will|shall|would|may|can|must)|.?ll)(?: \w+)? (?:pay|repay|send|mail|remit)(?: you)?\b(?:(?!\byou\b)[^.;])*$"
    r"|\bresponsible for (?:the )?(?:pay\w*|collecting)\b[^.;]*$"
)
# "Your balance of $11,409.31 for the periods below is overdue"; "Your immediate payment of $500.00 is required."
_BALANCE_OF = re.compile(r"\b(?:your|the|an?|immediate) (?:\w+ )?(?:balance|payment|debt) of\W*$")
_IS_DUE = re.compile(
    r"^(?:[^.;]|\.\d){0,40}\b(?:is|remains) (?:now |still |immediately )?(?:overdue|past due|due|required|unpaid|outstanding|left|owed)\b(?! (?:on(?! your)|by|each|every)\b)"
)
# "The balance is $734.00 without interest. Please send it by October 17, 2022."
_BALANCE_IS = re.compile(r"\bbalance (?:due )?(?:is|of)\W*$")
_SEND_IT = re.compile(r"^[^.;$]{0,40}[.;,] *please (?:send|pay|remit) (?:us )?it\b")
# "The balances are $2,360.49 for 2013 and $2,955.13 for 2014, $5,315.62 in all."
_BALANCES = re.compile(
    r"\b(?:balances?|owe|due|you (?:must|need to|have to|should) pay|please pay)\b(?:[^.;]|\.\d)*,\W*$"
)
_PART_OF_ALL = re.compile(r"^\W*for\b(?:[^.;]|\.\d)*, ?\$[\d,]+\.\d\d,? (?:in all|in total|altogether)\b")
_IN_ALL = re.compile(r"^\W*(?:in all|in total|altogether)\b")
# "There is still $1,604.92 to pay."
_THERE_IS = re.compile(r"\bthere (?:is|remains)(?: still| now)?\W*$")
_TO_PAY = re.compile(r"^\W*(?:still )?to pay\b(?! (?:you|out|for)\b)")
# What asks for an amount by what stands before and behind it.
_ASKED_AROUND = (
    (_BALANCE_OF, _IS_DUE, "sentence:is-due"),
    (_BALANCE_IS, _SEND_IT, "sentence:send-it"),
    (_BALANCES, _IN_ALL, "sentence:in-all"),
    (_THERE_IS, _TO_PAY, "sentence:to-pay"),
)
# "You do not have to pay the $1,577.31 shown in our notice"; "You did not pay $6,577.00 then."
_NEED_NOT = re.compile(
    r"\b(?:do|does)(?: not|n.?t) (?:have|need) to (?:pay|send)\b[^.;$]{0,20}$|\b(?:need|should|must)(?: not|n.?t) (?:pay|send)\b[^.;$]{0,20}$"
)
# "We sent you a notice asking you to pay $3,802.69"; "Disregard the notice, which asked you to pay $4,391.08."
_ASKED_THEN = re.compile(
    r"\b(?:which|that) (?:had )?asked (?:that )?you to (?:pay|send)\W*$|\bwe (?:sent|mailed|issued|wrote)\b(?:(?!\bnow\b)[^.;])*\bask(?:ed|ing) (?:that )?you to pay\W*$|\bwe (?:previously |already |last )?asked you to pay\W*$"
)
_THEN = re.compile(r"^\W*(?:then|at that time)\b")
# "You agreed to pay $425.00 on the 28th of each month": the plan, and not what is asked for.
_AGREED = re.compile(r"\bagreed to (?:pay|send)(?: us)?\W*$")
# "If you owe $50,000 or less": what may be owed, and by anybody.
_OR_LESS = re.compile(r"^\W*or (?:less|more|under|over|fewer)\b")
# What such a plan takes each month is asked for by the letters that set it up or go on with it, and by no other.
INSTALMENT = "plan:instalment"
# "Amount due: $0.00".
NOTHING_DUE = "label:nothing-due"
# A row of a table of interest: from one day to another so much was owed.
_SPAN_OF_INTEREST = re.compile(r"(\d{1,2}/\d{1,2}/\d{2,4})\W{1,3}(\d{1,2}/\d{1,2}/\d{2,4})")


def amounts(sheets: Sequence[Sheet]) -> Iterator[Candidate[Decimal]]:
    """Every amount on the letter with its role; ``mentioned`` where nothing gives it one."""
    for match, sheet, spot in matches(sheets, grammar.money):
        role, name, weight = _role(spot, match.value)
        if role == "due_now" and name.startswith("label:") and _is_under_the_past(sheet, spot):
            role, name, weight = "mentioned", PAST, 0.0
        if name == "label:total" and _begins_totals(spot, match.value):
            role, name, weight = "mentioned", "row:totals", 0.0
        if name == NO_RULE and _ends_totals(spot, match.value):
            role, name, weight = "total", "row:total", 2.0
        yield Candidate(match.value, role, name, weight, spot, match.cost)


def _begins_totals(spot: Spot, value: Decimal) -> bool:
    """Whether an amount is the total of one of several columns, and not of the last."""
    values = [match.value for match in grammar.money(spot.around.row)]
    return len(values) > 1 and values[-1] != value


# A table of interest or postings is seldom longer, and a line of so many words ends it.
_MOST_ROWS, _TEXT_WORDS = 14, 9


def _is_under_the_past(sheet: Sheet, spot: Spot) -> bool:
    """Whether an amount without a label in its row stands in a table of what went before, however it was read."""
    if spot.around.same_line.strip(SIGNS) or re.search(r"[a-z]{3}", spot.around.left):
        return False
    for number in range(spot.row - 1, max(-1, spot.row - _MOST_ROWS), -1):
        row = sheet.plain_row(number)
        if heads_the_past(row):
            return True
        if len(re.findall(r"[a-z]{3,}", row)) >= _TEXT_WORDS:
            return False
    return False


# "... The unpaid balance, with additions, is" over an amount in a line of its own.
_OPEN = re.compile(r"\b(?:is|of|to|pay|owe)\W*$")


def _with_lines_above(spot: Spot) -> Spot:
    """The spot of an amount that ends the sentence in the lines above it, set apart from them."""
    around = spot.around
    if not spot.alone or around.before.strip(SIGNS) or not around.above or not _OPEN.search(around.above[0]):
        return spot
    before = sentence_tail(" ".join(reversed(around.above)))
    return replace(spot, around=replace(around, before=f"{before} "))


def _role(spot: Spot, value: Decimal) -> tuple[str, str, float]:
    spot = _with_lines_above(spot)
    after = spot.around.after
    owed = after.startswith(("you owe.", "you owe ", "you owe,"))
    if owed and spot.around.before.rstrip(" $").endswith(" the"):
        # "apply it to the $9,533.53 you owe"
        return "due_now", "sentence:the-you-owe", 2
    monthly = (
        _EACH_MONTH.match(after)
        and _PAID_MONTHLY.search(spot.around.before)
        and not _OFFERED.search(spot.around.before)
    )
    if monthly or _MONTHLY_PAYMENT.search(spot.around.before):
        return "payments", INSTALMENT, 2
    for before, behind, name in _ASKED_AROUND:
        if before.search(spot.around.before) and behind.match(after):
            return "due_now", name, 2
    found = judge(spot.around, RULES)
    if found is None or found.role in _PARTS:
        told = next((told for so, told in _by_what_follows(spot.around.before, after) if so), None)
        if told or found is None:
            return told or ("mentioned", NO_RULE, 0)
    found = _said_instead(spot, found)
    other = _not_asked(spot, value, found) if found.role == "due_now" else None
    return ("mentioned", other, 0) if other else (found.role, found.name, found.weight)


_FEE = re.compile(r"\bfee\b")
_NOT_ALL = re.compile(r"\b(?:none|no part|if|fee)\b")
# Roles that words such as "payment" and "penalty" give to an amount.
_PARTS = frozenset({"payments", "penalty", "interest", "tax"})
_TEXT_OF_LINE = 4
_RECEIVED = re.compile(
    r"\b(?:received|(?:found|located|traced) (?:your|the|a) payment|applied|credited|made|sent us)\b[^.;$]{0,25}$"
)


def _said_instead(spot: Spot, found: Rule) -> Rule:
    """The rule of a sentence that asks for an amount, where a word in its line only looks like a label.

    "The penalty for that is $10,000.00. We ask for payment of the $10,000.00 by August 18".
    """
    around = spot.around
    short = len(around.same_line.split()) < _TEXT_OF_LINE
    if short or found.where != "label" or found.role not in _PARTS or _RECEIVED.search(around.before):
        return found
    asks = (r for r in RULES if r.where == "sentence" and r.role in {"due_now", "owed"})
    return next((r for r in asks if r.pattern.search(around.before)), found)


def _by_what_follows(before: str, after: str) -> Iterator[tuple[object, tuple[str, str, float]]]:
    """Roles of amounts before which no rule stands, each with what tells it behind; the first that is so counts."""
    yield _AS_A_REFUND.match(after), ("refund", "sentence:refund", 2)
    yield _WE_ASK.match(after) and not _NOT_ALL.search(before), ("due_now", "sentence:we-ask", 2)
    yield _IN_PROPOSED.match(after), ("proposed", "sentence:in-proposed", 2)
    yield _PAY_THAT.match(after) and not _FEE.search(before), ("due_now", "sentence:pay-that", 2)


# "All years   $9,692.15   $1,057.29   $10,749.44".
_TOTALS = re.compile(r"^\W*(?:grand )?(?:totals?|sum|all (?:tax )?(?:years|periods|quarters))\b")


def _ends_totals(spot: Spot, value: Decimal) -> bool:
    """Whether an amount is the last one of a row of totals."""
    if not _TOTALS.match(spot.around.row):
        return False
    values = [match.value for match in grammar.money(spot.around.row)]
    return values[-1:] == [value]


def _heads_totals(row: str, value: Decimal) -> bool:
    """Whether an amount is one of several in a row that ends with their sum, as the totals of a table do."""
    values = [match.value for match in grammar.money(row)]
    return len(values) > 2 and value in values[:-1] and sum(values[:-1]) == values[-1]


def _spans_days(row: str) -> bool:
    """Whether a row names two days one behind the other, the earlier first: "Pay by" and "Notice date" stand so too."""
    found = _SPAN_OF_INTEREST.search(row)
    if found is None:
        return False
    first, last = (next(grammar.dates(day), None) for day in found.groups())
    return first is None or last is None or first.value < last.value


def _not_asked(spot: Spot, value: Decimal, found: Rule) -> str | None:
    """Why an amount that a rule takes for what is asked for is not asked for; None where it is."""
    return next((name for so, name in _reasons(spot, value, found) if so), None)


def _reasons(spot: Spot, value: Decimal, found: Rule) -> Iterator[tuple[object, str]]:
    """Reasons why an amount is not asked for, each with what tells it; the first that is so counts."""
    around = spot.around
    said = found.where == "sentence"
    # "You should keep paying $185.00 monthly": a plan goes on, and this letter asks for nothing.
    yield said and _EACH_MONTH.match(around.after), "sentence:monthly"
    yield said and _LATER.search(around.before), "sentence:later"
    yield said and _NEED_NOT.search(around.before), "sentence:need-not"
    yield said and _AGREED.search(around.before), "sentence:agreed"
    yield said and _THEN.match(around.after), "sentence:then"
    yield said and _PART_OF_ALL.match(around.after), "sentence:a-part"
    yield said and _ASKED_THEN.search(around.before), "sentence:asked-before"
    yield said and _OTHERS_PAY.search(around.before), "sentence:others-pay"
    was_paid = _A_PAYMENT_OF.search(around.before) and _WAS_PAID.match(around.after)
    yield said and was_paid, "sentence:was-paid"
    yield found.name == "label:first-payment" and _WAS_PAID.match(around.after), "label:was-paid"
    yield _OR_LESS.match(around.after), "sentence:or-less"
    # A table of interest or of accounts may have "Amount due" over a column or before its totals.
    in_table = not around.same_line.strip(SIGNS)
    yield in_table and "%" in around.row, "row:interest"
    yield _spans_days(around.row), "row:interest"
    yield in_table and _heads_totals(around.row, value), "row:totals"
    yield value == 0 and not said, NOTHING_DUE
    yield value <= 0, "negative"
    yield _RATE.search(around.same_line or around.left), "row:rate"
