"""The layouts: how a case looks on paper in the several vintages of IRS letters.

`box` and `box-late` are the notices of about 2011 to 2023 (box at the top right, coupon at the
foot of page 1, of the last page, or none), `redesign` those since 2024, `old` the computer letters
before, `letter` and `letter-old` a revenue officer's Letter 1058.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samples.model import HEARING, Case, Ledger
from samples.typeset import PAGE_HEIGHT, PAGE_WIDTH, Bullets, Item, Pen, Section, Table
from samples.wording import Words

LEFT, RIGHT = 40.0, 572.0
_BOTTOM = 752.0


@dataclass
class Sheet:
    """One letter being laid out: where the pen stands and how far down it may go."""

    pen: Pen
    case: Case
    ledger: Ledger
    words: Words
    continued: Callable[[Sheet], float]
    bottom: float = _BOTTOM
    y: float = 0.0

    def turn(self) -> None:
        """Go on to the next page."""
        self.pen.next_page()
        self.bottom = _BOTTOM
        self.y = self.continued(self)

    def room(self, height: float) -> None:
        """Turn the page unless `height` points are left."""
        if self.y + height > self.bottom:
            self.turn()

    def item(self, x: float, width: float, item: Item) -> None:
        """Set an item, on the next page if it does not fit; a table may run on there."""
        while isinstance(item, Table):
            step = self.pen.leading() + 4
            fit = int((self.bottom - self.y - 2 * step - 8) / step)
            if fit >= len(item.rows) or fit < 2:
                break
            self.y = self.pen.item(x, self.y, width, Table(item.head, item.rows[:fit], item.widths))
            item = Table(item.head, item.rows[fit:], item.widths, item.total)
            self.turn()
        self.room(self.pen.item_height(item, width))
        self.y = self.pen.item(x, self.y, width, item)

    def side_section(self, section: Section, split: float = 150) -> None:
        """A heading to the left and the items to the right of it."""
        self.room(60)
        self.pen.rule(LEFT, self.y - 11, RIGHT, 0.8)
        self.pen.paragraph(LEFT, self.y, split - 14, section.heading, bold=True)
        first = self.y
        lines = self.pen.broken(section.heading, split - 14, bold=True)
        page = self.pen.page
        for item in section.items:
            wide = isinstance(item, Table) and len(item.head) > 4
            if wide and self.y == first:
                self.y += len(lines) * self.pen.leading() + 6
            self.item(LEFT if wide else LEFT + split, RIGHT - LEFT - (0 if wide else split), item)
        if self.pen.page == page:
            self.y = max(self.y, first + len(lines) * self.pen.leading())
        self.y += 10

    def stacked_section(self, section: Section, left: float = LEFT, right: float = RIGHT) -> None:
        """A heading above its items."""
        self.room(80 if isinstance(section.items[0], Table) else 48)
        self.pen.text(left, self.y, section.heading, self.pen.size * 1.12, bold=True)
        self.y += self.pen.leading() + 3
        for item in section.items:
            self.item(left, right - left, item)
        self.y += 6


# -- parts that several layouts share ----------------------------------------------------------


def _emblem(pen: Pen, x: float, y: float, scale: float = 1.0) -> None:
    """A plain stand-in for the agency's logo: a shield with scales and three letters."""
    pen.box(x, y, x + 24 * scale, y + 26 * scale, fill=0.1)
    canvas = pen.canvas
    canvas.setStrokeGray(1)
    canvas.setLineWidth(1.2 * scale)
    top = PAGE_HEIGHT - y
    canvas.line(x + 12 * scale, top - 4 * scale, x + 12 * scale, top - 22 * scale)
    canvas.line(x + 4 * scale, top - 8 * scale, x + 20 * scale, top - 8 * scale)
    canvas.circle(x + 5 * scale, top - 13 * scale, 3 * scale)
    canvas.circle(x + 19 * scale, top - 13 * scale, 3 * scale)
    pen.text(x + 28 * scale, y + 22 * scale, "IRS", 22 * scale, bold=True)


def sender(sheet: Sheet, x: float, y: float, emblem: bool = True) -> float:
    """The agency and its office; the next free line is given back."""
    pen = sheet.pen
    if emblem:
        _emblem(pen, x, y - 10)
        x += 76
    for n, line in enumerate(("Department of the Treasury", "Internal Revenue Service")):
        pen.text(x, y + n * 11, line, 9, bold=n == 1)
    y += 22
    for line in sheet.case.contact.office:
        if line != "Internal Revenue Service":
            pen.text(x, y, line, 9)
            y += 11
    return y


def _box_rows(sheet: Sheet) -> list[tuple[str, str]]:
    """Label and value of the header box on page 1."""
    case, words = sheet.case, sheet.words
    rows = [("Notice", case.code)]
    if len(case.accounts) == 1 and case.code not in HEARING:
        rows.append((words.period_label, words.period_value))
    rows.append(("Notice date", words.notice_date()))
    rows.append((words.id_label, case.taxpayer.number))
    if case.contact.reference:
        rows.append(("Case reference number", sheet.ledger.contact("reference", case.contact.reference)))
    phone = case.pick("phone words", ["", "Phone ", "Phone 1-"]) if case.contact.phone else ""
    assert case.contact.phone is not None
    rows.append(("To contact us", phone + sheet.ledger.contact("phone", case.contact.phone)))
    rows.append(("Your caller ID", case.contact.employee[:4]))
    return rows


def header_box(sheet: Sheet, rows: list[tuple[str, str]], top: float = 34) -> float:
    """The box at the top right with label and value per line."""
    pen = sheet.pen
    x0, middle = 372.0, 468.0
    shaded = sheet.case.chance("shaded box", 0.5)
    y = top + 10
    for label, value in rows:
        lines = pen.broken(label, middle - x0 - 6, 8.5, bold=True)
        if shaded:
            pen.box(x0, y - 9, middle - 2, y + 11 * len(lines) - 9, fill=0.9)
        for n, line in enumerate(lines):
            pen.text(x0 + 3, y + 10.5 * n, line, 8.5, bold=True)
        pen.text(middle + 2, y, value, 9, bold=label == "Notice")
        y += 10.5 * len(lines) + 3
        pen.rule(x0, y - 10.5, RIGHT, 0.4)
    pen.text(x0 + 3, y, f"Page {pen.page} of {pen.total_pages}", 8.5)
    return y + 12


def _continued_box(sheet: Sheet) -> float:
    """Head of the later pages: the small box again."""
    case, words = sheet.case, sheet.words
    rows = [("Notice", case.code)]
    if len(case.accounts) == 1 and case.code not in HEARING:
        rows.append((words.period_label, words.period_value))
    rows += [("Notice date", words.notice_date()), (words.id_label, case.taxpayer.number)]
    return header_box(sheet, rows) + 18


def addressee(sheet: Sheet, x: float, y: float) -> float:
    """The taxpayer's name and address."""
    if sheet.case.chance("mail line", 0.5):
        sheet.pen.text(x, y - 14, "0000 0000000 0000000000 0000000 0000", 7, grey=0.2)
    for line in sheet.case.taxpayer.lines:
        sheet.pen.text(x, y, line, 10)
        y += 12
    return y


def _pay_to(sheet: Sheet) -> Bullets:
    words, case = sheet.words, sheet.case
    period = "tax period(s)"
    form = ""
    if case.code not in HEARING:
        label = words.period_label.lower().replace(" ended", "")
        period = f"the {label} ({words.period_value})"
        form = f", and the form number ({words.account.form})" if case.names_form else ""
    return Bullets(
        (
            "Make your check or money order payable to the United States Treasury.",
            f"Write your {words.id_label.replace('Your ', '')} ({case.taxpayer.number}), {period}"
            f"{form} on your payment and any correspondence.",
        )
    )


COUPON_HEIGHT = 184.0


def coupon(sheet: Sheet) -> None:
    """The payment stub at the foot of the page."""
    pen, case, words = sheet.pen, sheet.case, sheet.words
    top = PAGE_HEIGHT - COUPON_HEIGHT - 6
    pen.rule(20, top, PAGE_WIDTH - 20, 0.7, dash=True)
    y = top + 18
    if case.layout != "old":
        _emblem(pen, LEFT, y - 8, 0.7)
    pen.text(LEFT, y + 38, "Payment", 18, bold=True)
    x = 130.0
    for line in case.taxpayer.lines:
        pen.text(x, y, line.title() if line.isupper() else line, 8.5)
        y += 10.5
    y = top + 16
    rows = [
        ("Notice", case.code),
        ("Notice date", words.notice_date()),
        (words.id_label, case.taxpayer.number),
    ]
    for label, value in rows:
        pen.text(330, y, label, 8.5, bold=True)
        pen.text(462, y, value, 8.5)
        pen.rule(330, y + 3, RIGHT, 0.3)
        y += 13
    _fine_print(sheet, 330, y + 3)
    y = top + 104
    label = words.coupon_label()
    lines = pen.broken(label, 110, 9, bold=True)
    for n, line in enumerate(lines):
        pen.text(LEFT + 90, y + 11 * n, line, 9, bold=True)
    pen.box(LEFT + 205, y - 13, LEFT + 285, y + 8, edge=0.8)
    if label != "Amount due remitted":
        pen.text(LEFT + 281, y + 2, words.due(), 10.5, bold=True, align="right")
    else:
        pen.text(LEFT + 209, y + 2, "$", 10.5, bold=True)
    y += 30
    for line in ("INTERNAL REVENUE SERVICE", *case.contact.office):
        if line != "Internal Revenue Service":
            pen.text(LEFT + 90, y, line.upper(), 8.5)
            y += 10.5
    digits = case.taxpayer.last4 if case.chance("scan line", 0.5) else "0000"
    pen.text(
        RIGHT,
        PAGE_HEIGHT - 16,
        f"00000{digits} XX ABCD 30 0 000000 670 00000000000",
        9,
        align="right",
    )


def _fine_print(sheet: Sheet, x: float, y: float) -> None:
    for text in _pay_to(sheet).items:
        sheet.pen.text(x, y, "•", 8)
        y = sheet.pen.paragraph(x + 9, y, RIGHT - x - 9, text, 8) + 2


def _summary(sheet: Sheet, x: float, y: float, right: float) -> float:
    """The billing summary."""
    pen = sheet.pen
    pen.box(x, y - 12, right, y + 5, fill=0.85)
    title = sheet.case.pick("summary", ["Billing Summary", "Billing summary", "Account summary"])
    pen.text(x + 4, y, title, bold=True)
    y += 18
    rows = sheet.words.billing()
    for n, (label, value) in enumerate(rows):
        last = n == len(rows) - 1
        lines = pen.broken(label, right - x - 86, bold=last)
        for k, line in enumerate(lines):
            pen.text(x + 4, y + k * pen.leading(), line, bold=last)
        pen.text(right - 4, y, value, bold=last, align="right")
        y += len(lines) * pen.leading() + 3
        pen.rule(x, y - 10, right, 0.9 if last else 0.3)
    return y + 8


# -- layouts -----------------------------------------------------------------------------------


def draw_box(sheet: Sheet) -> None:
    """The notice with a box at the top right; the coupon's place is the letter's own."""
    pen, case, words = sheet.pen, sheet.case, sheet.words
    front = sheet.case.layout == "box"
    sheet.bottom = PAGE_HEIGHT - COUPON_HEIGHT - 16 if front else _BOTTOM
    sender(sheet, LEFT, 50)
    end = header_box(sheet, _box_rows(sheet))
    y = max(addressee(sheet, LEFT + 20, 150), end, 205) + 16
    y = _headlines(sheet, y)
    column = LEFT + 190
    left = y + 4
    for text in words.opening():
        left = pen.paragraph(LEFT, left, 176, text) + 5
    right = _summary(sheet, column, y + 4, RIGHT)
    sheet.y = max(left, right) + 8
    heading = case.pick("to do", ["What you need to do immediately", "What you need to do"])
    sheet.side_section(Section(heading, tuple(words.what_to_do())), 190)
    if front:
        coupon_page_one(sheet)
    _body(sheet)
    if case.layout == "box-late" and case.chance("coupon", 0.6):
        sheet.room(COUPON_HEIGHT + 10)
        coupon(sheet)


def coupon_page_one(sheet: Sheet) -> None:
    """The coupon at the foot of page 1, unless the text already ran on."""
    if sheet.pen.page == 1:
        if sheet.y < sheet.bottom:
            sheet.pen.text(RIGHT, sheet.bottom + 4, "Continued on back…", 8.5, align="right")
        coupon(sheet)
        sheet.turn()
    else:
        sheet.room(COUPON_HEIGHT + 10)


def _headlines(sheet: Sheet, y: float) -> float:
    for line in sheet.words.headline():
        y = sheet.pen.paragraph(LEFT, y, RIGHT - LEFT, line, 15, bold=True) + 1
    return y + 4


def _body(sheet: Sheet, stacked: bool = False) -> None:
    sections = sheet.words.further()
    if sheet.case.code in HEARING:
        sections.insert(0 if sheet.case.code == "LT11" else 1, sheet.words.period_table())
    for section in sections:
        if stacked:
            sheet.stacked_section(section)
        else:
            sheet.side_section(section)


def draw_redesign(sheet: Sheet) -> None:
    """The plain-language notices since 2024: a band with sum and date, steps, help, QR code."""
    pen, case, words = sheet.pen, sheet.case, sheet.words
    sender(sheet, LEFT, 46)
    rows = [row for row in _box_rows(sheet) if row[0] not in ("To contact us", "Your caller ID")]
    end = header_box(sheet, rows)
    y = max(addressee(sheet, LEFT + 20, 140), end) + 26
    *first, last = words.headline()
    for line in first:
        y = pen.paragraph(LEFT, y, RIGHT - LEFT, line, 17, bold=True) + 2
    pen.box(LEFT, y - 4, RIGHT, y + 24, fill=0.9)
    pen.text(LEFT + 8, y + 14, last, 13, bold=True)
    sheet.y = y + 44
    for text in words.opening():
        sheet.item(LEFT, RIGHT - LEFT, text)
    sheet.y += 6
    steps = next(item for item in words.what_to_do() if isinstance(item, Bullets))
    phone = sheet.ledger.contact("phone", case.contact.phone or "")
    address = f"https://www.irs.gov/{case.code.lower()}"
    if sheet.y < 600:
        pen.qr(RIGHT - 74, sheet.y - 8, 70, address)
    sheet.stacked_section(
        Section("What you need to do", (Bullets(steps.items, numbered=True),)), right=RIGHT - 90
    )
    sheet.stacked_section(
        Section("If you have questions", (f"Call {phone}. For more: {address[8:]}",)),
        right=RIGHT - 90,
    )
    sheet.room(160)
    sheet.y = _summary(sheet, LEFT, sheet.y + 8, RIGHT) + 6
    _body(sheet, stacked=True)
    if case.chance("coupon", 0.6):
        sheet.room(COUPON_HEIGHT + 10)
        coupon(sheet)


def _spaced(code: str) -> str:
    """An older way to print the code: CP 504."""
    head = code.rstrip("0123456789B") if not code.startswith("Letter") else code
    return f"{head} {code[len(head) :]}" if head != code else code


def draw_old(sheet: Sheet) -> None:
    """The computer letters of the years before 2011."""
    pen, case, words = sheet.pen, sheet.case, sheet.words
    sender(sheet, LEFT, 50, emblem=False)
    _old_head(sheet)
    y = addressee(sheet, LEFT + 30, 170) + 22
    for line in words.headline()[:-1]:
        y = pen.paragraph(LEFT + 60, y, 420, line, 14, bold=True)
    y += 6
    sheet.y = y + 4
    for text in words.opening():
        sheet.item(LEFT, RIGHT - LEFT, text)
    sheet.y += 6
    sheet.room(150)
    sheet.y = _summary(sheet, LEFT + 40, sheet.y + 4, RIGHT - 40)
    for item in words.what_to_do():
        sheet.item(LEFT, RIGHT - LEFT, item)
    if case.code not in HEARING and sheet.pen.page == 1 and sheet.y < PAGE_HEIGHT - COUPON_HEIGHT:
        coupon(sheet)
        sheet.turn()
    _body(sheet, stacked=True)


def _old_head(sheet: Sheet) -> None:
    """The unboxed lines at the top right."""
    case, words, pen = sheet.case, sheet.words, sheet.pen
    number = case.pick("number label", ["Notice Number:", "Notice:", "Notice No.:"])
    rows = [(number, _spaced(case.code)), ("Notice Date:", words.notice_date())]
    label = "EIN:" if case.taxpayer.business else case.pick("old id", ["SSN/EIN:", "SSN:"])
    rows.append((label, case.taxpayer.number))
    if case.code not in HEARING:
        account = words.account
        end = sheet.ledger.date("period_end", account.end, case.pick("old end", ["short", "dash"]))
        rows.append(
            (
                case.pick("old period", ["Tax Period Ended:", "Tax Period:"]),
                sheet.ledger.period(account, end),
            )
        )
        if case.names_form:
            rows.append(("Tax Form:", account.form))
    if case.contact.reference:
        rows.append(("Case Reference Number:", sheet.ledger.contact("reference", case.contact.reference)))
    rows.append(("Caller ID:", case.contact.employee[:6]))
    rows.append(("For assistance, call:", sheet.ledger.contact("phone", case.contact.phone or "")))
    y = 50.0
    for name, value in rows:
        pen.text(360, y, name, 9.5)
        pen.text(468, y, value, 9.5, bold=name == number)
        y += 13
    pen.text(360, y + 4, f"Page {pen.page} of {pen.total_pages}", 9)


def _continued_old(sheet: Sheet) -> float:
    pen, case = sheet.pen, sheet.case
    pen.text(LEFT, 46, f"{_spaced(case.code)}   {case.taxpayer.number}", 9)
    pen.text(RIGHT, 46, f"Page {pen.page} of {pen.total_pages}", 9, align="right")
    return 76.0


def draw_letter(sheet: Sheet) -> None:
    """A revenue officer's letter: no box, the number at the foot of the page."""
    pen, case = sheet.pen, sheet.case
    _letter_foot(sheet)
    sheet.bottom = 730
    sender(sheet, LEFT + 6, 50, emblem=case.layout == "letter")
    y = _letter_head(sheet)
    y = max(addressee(sheet, LEFT + 26, 160), y) + 24
    title = case.pick(
        "title",
        [
            "Final Notice\nNotice of Intent to Levy and Notice of Your Right to a Hearing\n"
            "Please Respond Immediately",
            "Notice of Intent to Levy and Your Right to a Collection Due Process Hearing",
        ],
    )
    for line in title.split("\n"):
        pen.text(PAGE_WIDTH / 2, y, line, 12.5, bold=True, align="center")
        y += 16
    sheet.y = y + 10
    for text in _letter_text(sheet):
        sheet.item(LEFT + 6, RIGHT - LEFT - 12, text)
    sheet.room(70)
    sheet.item(LEFT + 6, RIGHT - LEFT - 12, _letter_table(sheet))
    sheet.room(90)
    pen.text(330, sheet.y + 8, "Sincerely,", 10)
    pen.text(330, sheet.y + 44, case.contact.person or "", 10)
    pen.text(330, sheet.y + 57, "Revenue Officer", 10)
    sheet.y += 80
    enclosures = "Enclosures: Publication 594, Publication 1660, Form 12153"
    sheet.item(LEFT + 6, 400, enclosures)
    sheet.turn()
    _body_letter(sheet)


def _letter_head(sheet: Sheet) -> float:
    case, words, pen, ledger = sheet.case, sheet.words, sheet.pen, sheet.ledger
    contact = case.contact
    modern = case.layout == "letter"
    date_label = case.pick("date label", ["Date:", "Letter date:"] if modern else ["Date:"])
    id_label = case.pick(
        "letter id",
        [
            "Taxpayer ID number:",
            "Taxpayer Identification Number:",
            "Taxpayer ID number (last 4 digits):",
        ],
    )
    number = case.taxpayer.last4 if "last 4" in id_label else case.taxpayer.number
    office = ", ".join(ledger.contact("reply_address", line) for line in contact.hearing_address[1:])
    rows = [
        (date_label, words.notice_date()),
        (id_label, number),
        ("Person to contact:", ledger.contact("person", contact.person or "")),
        ("Employee ID number:", contact.employee),
        (
            case.pick("tel", ["Contact telephone number:", "Contact phone:", "Telephone:"]),
            ledger.contact("phone", contact.phone or ""),
        ),
    ]
    if contact.fax:
        rows.append((case.pick("fx", ["Fax number:", "Contact fax:"]), ledger.contact("fax", contact.fax)))
    rows.append(("Contact address:", office))
    y = 50.0
    for label, value in rows:
        pen.text(360, y, label, 9, bold=modern)
        y += 11
        for line in pen.broken(value, RIGHT - 368, 9):
            pen.text(368, y, line, 9)
            y += 11
        y += 1
    return y


def _letter_text(sheet: Sheet) -> list[str]:
    words, case = sheet.words, sheet.case
    return [
        f"Dear {case.taxpayer.name}:",
        "We’ve previously written to you asking you to pay your overdue tax, the last time on "
        f"{words.earlier_date()} (notice CP504). You still owe {words.due()}. This letter is your "
        "notice of our intent to levy under Internal Revenue Code (IRC) Section 6331 and your "
        "right to appeal under IRC Section 6330.",
        "If you don’t pay the amount you owe, make other arrangements to pay, or request an "
        f"Appeals hearing {words.hearing_until()}, we may take your property or rights to "
        "property. Property includes real estate, automobiles, business assets, bank accounts, "
        "wages, commissions, Social Security benefits and other income.",
        "The account summary for this notice is:",
    ]


def _letter_table(sheet: Sheet) -> Table:
    words, case, ledger = sheet.words, sheet.case, sheet.ledger
    head = case.pick(
        "letter table",
        [
            (
                "Type of tax / form number",
                "Tax period",
                "Unpaid amount from prior notices",
                "Additional penalty & interest",
                "Amount you owe",
            ),
            ("Form number", "Period ending", "Assessed balance", "Statutory additions", "Total"),
        ],
    )
    rows = []
    for a in case.accounts:
        end = ledger.date("period_end", a.end, ledger.head_style)
        more = a.payment_penalty + a.interest
        kind = case.pick("kind", ["", "Income / " if a.form.startswith(("104", "112")) else "Payroll / "])
        rows.append(
            (
                kind + a.form,
                ledger.period(a, end),
                ledger.money("tax", a.owed),
                ledger.money("mentioned", more),
                ledger.money("period_total", a.total),
            )
        )
    if len(rows) > 1:
        rows.append(("Total", "", "", "", words.due()))
    return Table(head, tuple(rows), (0.2, 0.22, 0.2, 0.2, 0.18), total=len(rows) > 1)


def _letter_foot(sheet: Sheet) -> None:
    pen, case = sheet.pen, sheet.case
    revision = case.pick("revision", ["9-2017", "1-2011", "7-2012", "8-2020"])
    if case.layout == "letter-old":
        revision = case.pick("revision", ["10-1999", "12-2000", "8-2004"])
    name = case.pick("foot", [f"{case.code} (Rev. {revision})", f"{case.code} (DO) (Rev. {revision})"])
    pen.text(RIGHT, 762, name, 8.5, align="right")
    pen.text(RIGHT, 773, "Catalog Number 40488S", 8, align="right")
    if pen.page > 1:
        pen.text(LEFT, 773, f"Page {pen.page}", 8)


def _continued_letter(sheet: Sheet) -> float:
    _letter_foot(sheet)
    sheet.bottom = 730
    return 60.0


def _body_letter(sheet: Sheet) -> None:
    for section in sheet.words.further():
        sheet.stacked_section(section, LEFT + 6, RIGHT - 6)


_DRAWERS: dict[str, tuple[Callable[[Sheet], None], Callable[[Sheet], float]]] = {
    "box": (draw_box, _continued_box),
    "box-late": (draw_box, _continued_box),
    "redesign": (draw_redesign, _continued_box),
    "old": (draw_old, _continued_old),
    "letter": (draw_letter, _continued_letter),
    "letter-old": (draw_letter, _continued_letter),
}

_FAMILIES = {
    "old": (
        "Liberation Serif",
        "Times",
        "Liberation Mono",
        "Liberation Sans",
        "DejaVu Serif Condensed",
    ),
    "letter-old": ("Times", "Liberation Serif", "Liberation Sans"),
}
_MODERN_FAMILIES = (
    "Liberation Sans",
    "Helvetica",
    "Liberation Sans Narrow",
    "DejaVu Sans Condensed",
    "Liberation Sans",
)


def layouts_of(code: str) -> tuple[str, ...]:
    """The layouts a code is printed in."""
    if code == "Letter 1058":
        return ("letter", "letter-old")
    return ("box", "box-late", "redesign", "old")


def lay_out(case: Case) -> tuple[Pen, Ledger, bytes]:
    """Draw the case; twice, because each page tells how many there are."""
    family = case.pick("family", _FAMILIES.get(case.layout, _MODERN_FAMILIES))
    draw, continued = _DRAWERS[case.layout]
    total = 0
    while True:
        ledger = Ledger(case)
        size = {"Liberation Mono": 8.2, "Liberation Sans Narrow": 11}.get(family, 10)
        pen = Pen(family, size, total)
        sheet = Sheet(pen, case, ledger, Words(case, ledger), continued)
        draw(sheet)
        data = pen.finish()
        if total == pen.page:
            return pen, ledger, data
        total = pen.page
