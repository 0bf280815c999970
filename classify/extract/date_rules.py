"""Rules that give a date its role by the label or the sentence it stands in."""

from __future__ import annotations

from classify.extract.candidate import rule

BY = r"(?:by|before|until|no later than|on or before|not later than|before the (?:end|close) of business on)"
PAY = r"(?:pay|paid|paying|payment|payments|remit|remitted|settle|settled|let us have|have it reach us)"
# The rule of a day by which a sentence asks for the amount itself: "Pay the amount due of $1,083.59 by May 6".
ASKED_BY = "sentence:pay-amount-by"
# By such a day something is to be done, and no rule knows what.
BY_ALONE = "sentence:by"
# The day of the next payment of a plan.
NEXT_PAYMENT = "sentence:next-payment"
# First match wins: a label before a sentence, the particular before the general.
RULES = (
    rule("letter", "label:notice-date", "label", r"\b(?:notice|letter) date|date of (?:this |the )?(?:notice|letter)|^\W*(?:the )?(?:(?:day|date)(?: that)?|when) we (?:wrote|sent|mailed|issued) (?:this|it)", 3),
    rule("letter", "label:date-issued", "label",
         r"^\W*(?:statement|notice|letter) issued(?: on)?|^\W*written(?: on)?|^\W*(?:(?:notice|letter|ntc|ltr)\.? )?(?:date (?:issued|mailed|sent|prepared|of (?:issue|issuance|mailing|correspondence))"
         r"|(?:issue|issuance|mail|mailing|correspondence|document) date|(?:issued|mailed|sent|dated)(?: on)?(?=:)|dt\b)|^\W*(?:ntc|ltr)\.? date|^\W*dt\.? of (?:ntc|notice|ltr|letter)", 3),
    rule("letter", "label:date", "label", r"^\W*date(?:d(?=\W*[:\u2013\u2014]))?", 2.5),
    rule("period_end", "label:period", "label", r"\b(?:tax )?(?:period|year|quarter|yr\.?|prd\.?|per\.)\(?s?\)?(?: ?\(s\))?(?: end(?:ed|ing|s)?)?(?: date)?", 3),
    rule("period_end", "label:ended", "label", r"\b(?:period|year|quarter)\w* .{0,20}end(?:ed|ing)", 3),
    rule("pay_by", "label:due-by", "label", rf"\b(?:amount|payment|balance|total|tax)\b.{{0,25}}\bdue (?:{BY}|on|date)", 3),
    rule("pay_by", "label:due-date", "label", r"\b(?:payment )?due date(?: is)?|\bpay(?:ment|able)? (?:due )?(?:by|on or before)|^\W*due by|^\W*ay by|pay this amount by"
         r"|^\W*(?:(?:date|payment|pymt\.?|pmt\.?) )*due(?: on| dt\.?)?|^\W*pay[- ]by d(?:ate|t\.?)|^\W*pay(?:ment)? deadline", 3),
    rule("pay_by", "label:first-payment", "label", r"^\W*(?:your )?first (?:monthly )?payment (?:is )?due(?: on)?", 2),
    rule("pay_by", "label:pay-before", "label",
         rf"^\W*(?:please )?(?:pay|remit|settle|catch up|(?:payment )?(?:must|to) be (?:paid|received)|payment (?:is )?required|action required|act) {BY}", 3),
    rule("hearing", "label:hearing-by", "label", rf"\b(?:hearing|appeal)\b.{{0,40}}\b{BY}", 3),
    rule("hearing", "label:hearing-deadline", "label", r"\b(?:hearing|appeal|cdp)(?: hearing)?(?: request)? (?:deadline|due(?: date)?)", 3),
    rule("hearing", "label:hearing-date", "label", r"\b(?:date|day) (?:to|for) (?:request|requesting|ask for|asking for|appeal)\w*\b.{0,30}", 3),
    rule("termination", "label:termination", "label", r"\bterminat\w+ (?:date|on)", 3),
    rule("answer_by", "label:answer-by", "label", rf"\b(?:respond|reply|response|answer|object|disagree|tell us|call us|contact us)\b.{{0,20}}\b(?:{BY}|due|date)", 3),
    rule("answer_by", "label:petition", "label", r"\blast (?:day|date) (?:to|for)\b.{0,40}\bpetition\b.{0,60}", 3),
    rule("answer_by", "label:deadline", "label", r"^\W*deadline(?: (?:to|for)\b.{0,40})?\W*|\bresponse deadline", 3),
    rule("answer_by", "label:last-day", "label", r"\b(?:last|final) (?:day|date) (?:to|for)\b.{0,60}", 3),
    rule("termination", "sentence:terminate", "sentence", r"\b(?:terminat\w+|(?:it|agreement|plan) (?:will )?ends?|(?:will|may|must|intend to) (?:end|cancel))\b(?!.*\b(?:balance|debt),? which\b).*\b(?:on|by|effective|as of)", 2),
    rule("hearing", "sentence:hearing", "sentence", rf"\b(?:hearing|appeal|12153|section 63[23]0)\b.*\b{BY}", 2),
    rule("answer_by", "sentence:petition", "sentence", rf"\bpetition\b.{{0,60}}\b(?:{BY}|is)", 2),
    rule("pay_by", NEXT_PAYMENT, "sentence", r"\b(?:next|monthly|regular)(?: \w+)? payment\b.{0,40}\bis due(?: on| by)?", 2),
    rule("pay_by", "sentence:payment-is-due", "sentence", r"\bpayment\b.{0,40}\bis due(?: on| by)?", 2),
    rule("pay_by", "sentence:first-of-many", "sentence", r"\b(?:pay|payment|withdraw)\b.{0,90}\b(?:beginning|starting)(?: on)?", 2),
    rule("pay_by", "sentence:owe-by", "sentence", rf"\byou (?:now )?owe (?:us )?\$? ?[\d,]+\.\d\d,? {BY}", 2),
    rule("pay_by", "sentence:payment-taken", "sentence",
         r"\bfirst (?:payment|withdrawal|debit)\b.{0,30}\bwill be (?:taken|withdrawn|drawn)(?: \w+){0,4} on", 2),
    rule("pay_by", "sentence:payment-due", "sentence", r"\b(?:first|next) payment\b.{0,25}\bdue(?: on| by)?", 2),
    rule("pay_by", ASKED_BY, "sentence",
         rf"\b(?:pay|remit) (?:us )?(?:the )?(?:full |total )?(?:(?:amount|balance)(?: due| you owe)?)?(?: of)? ?(?:\$? ?[\d,]+\.\d\d)? ?{BY}", 2),
    rule("pay_by", "sentence:pay-by", "sentence", rf"\b(?:{PAY}|amount|balance|(?:sum|money|check) must|(?:do not|don.?t) have \$ ?[\d,.]+)(?!\w).*\b{BY}", 2),
    rule("answer_by", "sentence:answer-by", "sentence",
         rf"\b(?:respond|reply|response|answer|contact|call|write|correct|do one of these|you (?:need|have) to do|return|send|sent|mail(?:ed)?|filed?|fax(?:ed)?|petition|act|receive|hear|verify|provide|submit"
         r"|be seen|reach(?:es)? (?:us|me)|we ask that|please take care of|have your (?:call|answer|reply)|let (?:us|me) have|may i have|get (?:it|them|this|that) to (?:us|me)|(?:must|need to) have (?:it|them)|in our hands"
         rf"|complete|confirm|sign|tell us|let us know|amend|disagree|request|apply)\b.*\b{BY}", 2),
    rule("answer_by", "sentence:within-days", "sentence", r"\b(?:within|have) \d+ (?:calendar )?days\b.{0,80}\b(?:by|until)", 2),
    rule("letter", "sentence:this-notice-dated", "sentence", r"\bthis (?:is )?(?:an? |our |your )?(?:notice|letter)\b(?:,? (?:an? )?(?:irs )?(?:notice |letter )?(?:cp|lt)?[- ]?\d{1,4}[a-z]{0,2})?,? (?:dated|issued)(?: on)?|\bdate of this (?:notice|letter) is", 2.5),
    rule("letter", "sentence:signed", "sentence", r"\bsigned at\b.{0,60}\bon ?this,? ?(?:the)?(?: date)?|(?:\bwritten|(?:^|\()\W*dated) at\b.{0,40}\b(?:on|this)(?: the)?", 2.5),
    rule("answer_by", "sentence:last-day", "sentence", r"\blast (?:day|date) (?:to|for) .*\bis", 2),
    rule("period_end", "sentence:period", "sentence", r"\b(?:tax )?(?:period|year|quarter)s?(?: (?:ended|ending|that ended))?", 2),
    rule("answer_by", "sentence:you-have-until", "sentence", r"\byou have (?:\w+ days?\W{0,3})?(?:until|through)(?: the)?", 2),
    rule("answer_by", BY_ALONE, "sentence", rf"\b{BY}\b", 1),
)  # fmt: skip
