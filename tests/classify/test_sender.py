"""Who wrote a letter that speaks of the IRS: the IRS, another office, a taxpayer, somebody else."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from classify.decide import classify_letter
from ingest.letter import Letter, ReadPage
from tests.classify.conftest import TODAY
from tests.classify.rows import Classify, Rows

Pages = Callable[..., ReadPage]

_BUREAU: Rows = [
    [(100, "Department of the Treasury"), (1900, "10/14/2022")],
    "Bureau of the Fiscal Service",
    "P.O. Box 1686, Birmingham, AL 35201-1686",
    None,
    "As authorized by Federal law, we applied all or part of your Federal payment to a debt that you owe.",
    "For questions about your Form 1040 for 2021 call the Internal Revenue Service.",
]
_REPLY: Rows = [
    "Sample Taxpayer",
    "307 Example Street, Testville, OH 43999",
    "July 15, 2023",
    None,
    "Internal Revenue Service",
    "Holtsville, NY 11742-0480",
    None,
    "Re: Notice CP2000 dated July 10, 2023, Tax year 2021, SSN XXX-XX-5517",
    "I do not agree with the proposed amount due of $3,577.59. The form shows my sales but not what I paid.",
    "I was asked to answer by August 9, 2023 and so I do. Please send me a letter that the case is closed.",
]
_MAIL: Rows = [
    "From: IRS Refund Dept <refund@irs-gov.example>",
    "To: sample.taxpayer@mail.example",
    "Subject: CP12 - Your outstanding refund",
    "Internal Revenue Service",
    None,
    "You are eligible for a tax refund of $976.00 for tax year 2022 (Form 1040). Pay the charge of $49.99.",
]
_AGENCY: Rows = [
    "Sample Recovery",
    "PO Box 307, Testville, OH 43999 - Working on behalf of the Internal Revenue Service",
    "November 21, 2022",
    None,
    "The IRS placed your overdue account with us, as you were told in its Notice CP40 of November 9, 2022.",
    "We are a private company and will not ask for your Social Security number. Pay at irs.gov/payments.",
]
_CONTRACTOR: Rows = [
    "Sample Creek Recovery Group",
    "P.O. Box 307, Testville, OH 43999",
    None,
    "Date: May 13, 2020",
    "SSN: XXX-XX-2495",
    "The Internal Revenue Service assigned your overdue tax account to us, as its Notice CP40 told you.",
    "Under contract with the IRS we will help you. Pay the United States Treasury at IRS.gov/payments.",
]
_CARD: Rows = [
    "Sample Card Services",
    "May 16, 2020",
    None,
    "Your account is past due",
    "Minimum payment due: $333.16. Statement balance: $6,828.37. Else a fee is charged.",
]
_COLLECTOR: Rows = [
    "Sample Recovery Services LLC",
    "November 14, 2023",
    None,
    "Total amount of the debt now: $884.49",
    "This is an attempt to collect a debt. Call or write by December 19, 2023 to dispute it.",
]
_RECORDER: Rows = [
    "SAMPLE COUNTY RECORDER OF DEEDS",
    "June 3, 2020",
    None,
    "A Notice of Federal Tax Lien of the Internal Revenue Service was recorded on June 1, 2020.",
]


_ACCOUNTANT: Rows = [
    "Hargrove & Lamb",
    "June 8, 2026",
    None,
    "Internal Revenue Service",
    "Fresno, CA 93888-0010",
    None,
    "Re: Notice CP2000 dated May 11, 2026, Form 1040 for 2024, response due June 10, 2026",
    "To whom it may concern:",
    "We represent the taxpayers named above under the enclosed Form 2848. We received the notice of",
    "an increase in tax of $3,402.00 for tax year 2024 and we disagree with the proposed changes.",
    "See www.irs.gov and Publication 5181.",
]
_RETURN: Rows = [
    [(100, "Form 1040"), (400, "Department of the Treasury"), (1900, "OMB No. 1545-0074")],
    "U.S. Individual Income Tax Return",
    "For the year Jan. 1-Dec. 31, 2024. Your social security number XXX-XX-2290",
    None,
    "Amount you owe. Subtract line 33 from line 24. Go to www.irs.gov/payments. 757",
    "Internal Revenue Service",
]
_WAGES: Rows = [
    "Employer identification number XX-XXX4410",
    "Employee's social security number XXX-XX-7719",
    [(100, "Form W-2 Wage and Tax Statement"), (1200, "2025"), (1500, "Department of the Treasury")],
    "Internal Revenue Service",
    "Copy B - To Be Filed With Employee's FEDERAL Tax Return. See www.irs.gov.",
]
_LEAFLET: Rows = [
    "Publication 594",
    "The IRS Collection Process (Rev. 7-2018)",
    "Department of the Treasury",
    "Internal Revenue Service",
    None,
    "The collection process will begin if you do not pay in full. See www.irs.gov and Form 12153, Form 9423.",
    "Before we levy, we send you a Final Notice of Intent to Levy (Letter 1058 or LT11, CP90, CP297).",
]


_STATE: Rows = [
    "SAMPLE COMPTROLLER OF PUBLIC ACCOUNTS",
    [(100, "SAMPLE FENCE CO LLC"), (1500, "Taxpayer number: 3-20714-1234-9")],
    "According to our records, you have not paid the amount due on your 2024 Franchise Tax Report.",
    "Total amount due $2,426.46. Pay by March 14, 2025.",
    "This agency has access to federal tax return information under an exchange agreement with the",
    "Internal Revenue Service.",
]
# The capital I at the beginning of a line was not read.
_BY_HAND: Rows = [
    "Sept. 14, 2022",
    "Internal Revenue Service",
    "Kansas City, MO 64999",
    "Re: your notice CP14 dated Aug. 29, 2022, 2021 Form 1040, SSN ending 1234",
    "To whom it may concern,",
    "got your notice CP14 saying that I owe $831.55. I sent a check, and my bank says it was cashed.",
    "Please look again. See www.irs.gov as it says.",
]
_FAXED_TO_THE_IRS: Rows = [
    [(100, "To"), (400, "Internal Revenue Service - AUR Operations, Fresno")],
    [(100, "From"), (400, "Sample Taxpayer, EA - Sample Tax & Bookkeeping")],
    [(100, "Re"), (400, "Response to CP2000, tax year 2021, SSN XXX-XX-1234")],
    "Confidential: this fax contains return information. See www.irs.gov.",
]


@pytest.mark.parametrize(
    "rows", [_STATE, _BY_HAND, _FAXED_TO_THE_IRS], ids=["state", "by hand", "cover of a fax"]
)
@pytest.mark.parametrize("quality", ["good", "fair"])
def test_who_names_the_irs_as_somebody_else_is_not_the_irs(pages: Pages, rows: Rows, quality: str) -> None:
    page = pages(1, rows, kind="photo")
    taken = dataclasses.replace(page, capture=dataclasses.replace(page.capture, quality=quality))
    assert classify_letter(Letter("x#1", (taken,)), today=TODAY).origin == "not_irs"


def test_a_number_of_the_omb_makes_no_form_of_a_notice(classify: Classify) -> None:
    rows: Rows = [
        [(100, "Department of the Treasury - Internal Revenue Service"), (1800, "OMB No. 1545-1811")],
        [(100, "Notice number"), (600, "Date of this notice"), (1200, "Taxpayer identification number")],
        [(100, "cP14"), (600, "July 1, 2002"), (1200, "XXX-XX-1234")],
        "Our records show you have unpaid taxes for the tax year ended December 31, 2001 (Form 1040EZ).",
        "Make your check or money order payable to the United States Treasury.",
    ]
    finding = classify(rows, kind="scan")
    assert (finding.origin, finding.notice.value) == ("irs", "CP14")
    unread = [
        [(100, "CPL4" if text == "cP14" else text) for _, text in row] if isinstance(row, list) else row
        for row in rows
    ]
    assert classify(unread, kind="scan").origin == "irs"


def test_the_cover_of_a_fax_from_the_irs_is_not_denied(classify: Classify) -> None:
    cover = [
        [(100, "To"), (400, "Sample Taxpayer")],
        [(100, "From"), (400, "Internal Revenue Service, Sample Revenue Officer")],
        "Department of the Treasury",
        "This fax is confidential. Social security number XXX-XX-1234. See www.irs.gov.",
    ]
    assert classify(cover, kind="fax").origin != "not_irs"


@pytest.mark.parametrize("kind", ["digital", "scan"])
@pytest.mark.parametrize(
    "rows", [_ACCOUNTANT, _RETURN, _WAGES, _LEAFLET], ids=["accountant", "return", "wages", "leaflet"]
)
def test_answers_forms_and_leaflets_are_no_letters_of_the_irs(
    classify: Classify, rows: Rows, kind: str
) -> None:
    assert classify(rows, kind=kind).origin == "not_irs"


@pytest.mark.parametrize(
    "rows",
    [_BUREAU, _REPLY, _MAIL, _AGENCY, _RECORDER, _CONTRACTOR],
    ids=["bureau", "taxpayer", "mail", "agency", "recorder", "contractor"],
)
def test_who_writes_about_the_irs_is_not_the_irs(classify: Classify, rows: Rows) -> None:
    assert classify(rows).origin == "not_irs"


def test_a_notice_without_its_code_that_speaks_of_its_contractor_is_not_denied(classify: Classify) -> None:
    rows = [
        "Department of the Treasury",
        "Internal Revenue Service",
        "Social security number XXX-XX-1234",
        "Your account went to a private agency that is under contract with the Internal Revenue Service.",
        "Its letters say that they are an attempt to collect a debt. See www.irs.gov and Publication 4518.",
    ]
    assert classify(rows, kind="scan").origin == "irs"


@pytest.mark.parametrize("rows", [_CARD, _COLLECTOR], ids=["card", "collector"])
def test_who_collects_other_debts_is_not_the_irs_off_a_bad_fax_either(pages: Pages, rows: Rows) -> None:
    page = pages(1, rows, kind="fax")
    faxed = dataclasses.replace(page, capture=dataclasses.replace(page.capture, quality="fair"))
    assert classify_letter(Letter("x#1", (faxed,)), today=TODAY).origin == "not_irs"


def test_a_notice_that_speaks_of_such_people_is_from_the_irs(classify: Classify) -> None:
    rows = [
        [(100, "Department of the Treasury"), (1500, "Notice"), (2000, "CP40")],
        [(100, "Internal Revenue Service"), (1500, "Notice date"), (2000, "November 9, 2022")],
        [(1500, "Social security number"), (2000, "XXX-XX-1234")],
        None,
        "We assigned it to a private collection agency working on behalf of the Internal Revenue Service.",
        "Option 2: I do not agree with the changes. My payment is enclosed. I will pay. Please send me it.",
        "The Bureau of the Fiscal Service makes payments. See www.irs.gov/cp40 and Publication 4518.",
    ]
    assert classify(rows).origin == "irs"


@pytest.mark.parametrize(
    "rows",
    [
        [
            "Privacy Act and Paperwork Reduction Act Notice",
            "You need not answer unless the form has an OMB number. Our right to ask for it is found in",
            "Internal Revenue Code sections 6001 and 6011.",
        ],
        ["The collection process", "A bank must hold levied funds for 21 days before it sends them to us."],
        [
            "Property includes:",
            "Bank accounts",
            "We may file a notice of lien. What you own can be taken and sold then.",
        ],
    ],
    ids=["privacy", "collection", "property"],
)
@pytest.mark.parametrize("kind", ["digital", "scan"])
def test_a_later_page_alone_is_not_told_to_be_somebody_elses(
    classify: Classify, rows: Rows, kind: str
) -> None:
    finding = classify(rows, kind=kind)
    assert finding.origin == "irs"
    assert not finding.notice.accepted


def test_the_signs_of_the_correspondence_system_stand_for_a_letterhead(classify: Classify) -> None:
    rows: Rows = [
        [(100, "MEMPHIS TN 37501"), (1500, "In reply refer to: 0444122097")],
        [(1500, "Apr. 18, 2011"), (1900, "LTR 2273C")],
        [(1500, "BODC: SB")],
        "Social Security Number: XXX-XX-1234",
        "Dear Taxpayers: We have set up an installment agreement for the periods shown above.",
    ]
    finding = classify(rows)
    assert "maybe-not-irs" not in {doubt.name for doubt in finding.doubts}
