"""Labels that stand under their values, small print under what is large, as cards and boxes have them."""

from __future__ import annotations

import re

_NUMBER = r"(?: (?:number|no\.?|#))?"
_CAPTION = re.compile(
    rf"\W*(?:(?:the|your|this) )?(?:"
    rf"(?:notice|letter)(?: (?:date|code|type))?{_NUMBER}"
    rf"|(?:date|day)(?: (?:of (?:this )?(?:notice|letter)|issued|mailed|we (?:wrote|sent)(?: (?:this|it))?))?"
    rf"|written|issued|mailed|sent|dated|code|(?:your )?refund(?: now)?"
    rf"|(?:tax |return |your |about )?(?:form|type){_NUMBER}|return"
    rf"|(?:for the|your) (?:tax )?year|who this is about"
    rf"|(?:your )?(?:ssn|ein|tin|taxpayer id|social security(?: number)?) ends in"
    rf"|(?:settle|catch up|appeal|hearing request|ask for a hearing|(?:if you disagree,? )?tell us) by"
    rf"|(?:(?:tax|return) )?(?:period|year|quarter)(?: end(?:ed|ing|s)?)?"
    rf"|tax year (?:of|for|on) [a-z0-9 ]{{3,40}}"
    rf"|(?:employer|taxpayer|federal tax) (?:id\w*|i\. ?d\.?){_NUMBER}"
    rf"|(?:ssn|ein|tin|social security){_NUMBER}"
    rf"|(?:caller|contact) (?:id|i\. ?d\.?){_NUMBER}|(?:tele)?phone{_NUMBER}|your number"
    rf"|(?:total )?(?:amount|balance|payment)(?: (?:now )?(?:due|owed|you owe))?(?: (?:now|immediately))?"
    rf"|total(?: due)?|(?:what|amount) you (?:need|have) to pay|unpaid\W{{1,3}}pay now"
    rf"|(?:please )?pay (?:no later than|on or before|before|now)"
    rf"|(?:last|final) (?:day|date) (?:to|for) [a-z ]{{3,40}}"
    rf"|(?:please )?(?:pay(?:ment)?|due|respond|reply|answer)(?: (?:by|due|date))*|amount enclosed"
    rf"|tax(?: still)? (?:owed|you owe)|penalt(?:y|ies)|interest(?: charges)?"
    rf")\W*",
)  # fmt: skip
# The label of a value that comes after it.
_AWAITS = re.compile(r":\W*$")


def is_caption(text: str) -> bool:
    """Whether a phrase in plain text is a label and nothing else, and may stand under its value."""
    return _CAPTION.fullmatch(text) is not None and _AWAITS.search(text) is None
