"""Layouts: a letter's content as HTML, in several vintages."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .content import Block, Letter, Style, print_number

FONTS = {
    "typewriter": ("Cousine", "Nimbus Mono PS", "FreeMono", "TeX Gyre Cursor"),
    "courier": ("Nimbus Mono PS", "Cousine", "TeX Gyre Cursor"),
    "box": ("Arimo", "Nimbus Sans", "TeX Gyre Heros", "FreeSans"),
    "plainbox": ("Nimbus Sans", "Carlito", "FreeSans", "Arimo"),
    "redesign": ("Carlito", "Arimo", "TeX Gyre Heros"),
    "strip": ("Arimo", "Carlito", "Nimbus Sans"),
    "letter": ("Tinos", "Nimbus Roman", "TeX Gyre Termes", "FreeSerif", "Arimo"),
    "memo": ("Caladea", "C059", "Tinos", "Nimbus Sans", "TeX Gyre Schola"),
}
MASK_NAME = {
    "box": "Social security number",
    "plainbox": "Social Security number",
    "redesign": "Your SSN",
    "strip": "Taxpayer ID number",
}


@dataclass
class Page:
    """The drawing choices shared by the parts of one letter."""

    letter: Letter
    rng: random.Random
    font: str
    size: float

    @property
    def s(self) -> Style:
        """The style of the case."""
        return self.letter.case.style


def esc(text: str) -> str:
    """Escape for HTML, keeping the bold marks and entities that the wording uses."""
    return (
        html.escape(text, quote=False)
        .replace("&lt;b&gt;", "<b>")
        .replace("&lt;/b&gt;", "</b>")
        .replace("&amp;nbsp;", "&nbsp;")
        .replace("&amp;#", "&#")
    )


def _upper(text: str) -> str:
    """Capitals, with marks and entities left alone."""
    return (
        text.upper()
        .replace("<B>", "<b>")
        .replace("</B>", "</b>")
        .replace("&NBSP;", "&nbsp;")
        .replace("&AMP;", "&amp;")
    )


def block_html(b: Block, caps: bool = False) -> str:
    """One block of content."""
    kind, body = b
    up = _upper if caps else str
    if kind == "p":
        return f"<p>{up(esc(body))}</p>"
    if kind == "ul":
        return "<ul>" + "".join(f"<li>{up(esc(x))}</li>" for x in body) + "</ul>"
    head, rows = body
    money = [i for i in range(len(head)) if all("$" in r[i] or "%" in r[i] for r in rows)]
    cells = "".join(f"<th{' class=r' if i in money else ''}>{up(esc(h))}</th>" for i, h in enumerate(head))
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td{' class=r' if i in money else ' class=n' if i < 2 else ''}>{up(esc(x))}</td>"
            for i, x in enumerate(r)
        )
        + "</tr>"
        for r in rows
    )
    return f"<table class=grid><tr>{cells}</tr>{lines}</table>"


def blocks_html(blocks: list[Block], caps: bool = False) -> str:
    """Several blocks."""
    return "".join(block_html(b, caps) for b in blocks)


def money_rows(p: Page, plain: bool) -> str:
    """The billing summary; some layouts print the dollar sign only on the first and last row."""
    letter = p.letter
    if not letter.summary:
        return ""
    out = []
    for i, (label, amount) in enumerate(letter.summary):
        value = p.s.m(amount) if not plain or i == 0 else f"{amount:,.2f}"
        out.append(f"<tr><td>{esc(label)}</td><td class=r>{value}</td></tr>")
    if letter.summary_total:
        label, amount = letter.summary_total
        out.append(f"<tr class=total><td>{esc(label)}</td><td class=r>{p.s.m(amount)}</td></tr>")
    return "<table class=sum>" + "".join(out) + "</table>"


def amount_line(p: Page, colon: str = ": ") -> str:
    """The headline amount, where the letter asks for one."""
    letter = p.letter
    return (
        f"{letter.amount_label}{colon}{p.s.m(letter.amount)}"
        if letter.amount is not None and letter.amount_label
        else ""
    )


def id_label(p: Page) -> str:
    """What the layout calls the taxpayer number."""
    if p.letter.case.taxpayer.business:
        return p.rng.choice(("Employer ID number", "Employer identification number", "EIN"))
    return p.rng.choice((MASK_NAME.get(p.s.layout, "Taxpayer ID number"), "Taxpayer ID number"))


def period_fact(p: Page) -> tuple[str, str] | None:
    """The header line that names the period, if this letter's header has one."""
    letter = p.letter
    if not letter.box_period or not letter.periods:
        return None
    acc = letter.periods[0]
    return ("Tax year" if p.s.by_year(acc) else "Tax period", p.s.period(acc))


def facts(p: Page) -> list[tuple[str, str]]:
    """Label and value pairs for a header box."""
    letter, c = p.letter, p.letter.case
    out: list[tuple[str, str]] = (
        [("Notice", letter.code or "")]
        if letter.status == "irs" and not (letter.code or "").startswith("Letter")
        else []
    )
    fact = period_fact(p)
    out += [fact] if fact else []
    out += [("Notice date" if out else "Date", p.s.d(c.notice_date)), (id_label(p), print_number(c))]
    out += letter.extra_box
    if p.s.layout in ("box", "plainbox") or p.rng.random() < 0.3:
        out.append(("To contact us", c.phone if p.rng.random() < 0.5 else f"Phone {c.phone}"))
        if letter.status == "irs":
            out.append(
                (p.rng.choice(("Your caller ID", "Your Caller ID")), f"{p.rng.randrange(1000, 999999)}")
            )
    return out


def sender(p: Page) -> list[str]:
    """Who the letter is from."""
    letter, (town, state, zipc) = p.letter, p.letter.case.office
    if letter.status != "irs":
        return letter.letterhead
    line = f"{town}, {state} {zipc}" if p.s.layout != "typewriter" else f"{town}, {state}  {zipc[:5]}".upper()
    return ["Department of the Treasury", "Internal Revenue Service", line]


def scan_line(p: Page) -> str:
    """The machine line of a coupon, with the amount in cents and the period in figures: a trap."""
    letter, rng = p.letter, p.rng
    if rng.random() < 0.3 or letter.status != "irs":
        return "0000 0000000 0000000000 0000000 0000"
    cents_ = int((letter.amount or Decimal(0)) * 100)
    end = letter.periods[0].end
    name = "".join(ch for ch in letter.case.taxpayer.name.split()[-1].upper() if ch.isalpha())[:4]
    number = (
        letter.case.taxpayer.number
        if letter.case.style.mask == "full"
        else "XXXXX" + letter.case.taxpayer.last4
    )
    return f"{number} {rng.choice('ABKQZ')}{rng.choice('CEHKT')} {name} {rng.choice(('30', '01', '02', '55'))} 0 {end:%Y%m} {rng.choice((670, 130))} {cents_:011d}"


def coupon_html(p: Page) -> str:
    """The payment slip."""
    letter, c = p.letter, p.letter.case
    number, irs = print_number(c), letter.status == "irs"
    code = f"<tr><td>Notice</td><td>{esc(letter.code or '')}</td></tr>" if irs else ""
    acc = letter.periods[0] if letter.periods else None
    span = ""
    if acc and len(letter.periods) == 1:
        what = f"the tax year ({acc.year})" if p.s.by_year(acc) else f"the tax period ({p.s.d(acc.end)})"
        span = f", {what}" + (f", and the form number ({acc.form})" if p.s.name_form else "")
    payee = "United States Treasury" if irs else (letter.letterhead or ["us"])[0]
    if letter.coupon == "blank":
        box = "<td>Amount enclosed</td><td class=r>$ ____________</td>"
    elif letter.coupon == "reply":
        box = "<td>Return this slip with your reply</td><td></td>"
    else:
        label = (
            f"Amount due by<br>{p.s.d(letter.due)}"
            if letter.due and irs and (letter.code or "") not in HEARING
            else p.rng.choice(("Amount due immediately", "Amount due", "Pay immediately"))
        )
        if not irs and letter.due:
            label = f"Due {p.s.d(letter.due)}"
        box = f"<td><b>{label}</b></td><td class=r><b>{p.s.m(letter.amount or Decimal(0))}</b></td>"
    town, state, zipc = c.office
    to = (
        f"INTERNAL REVENUE SERVICE<br>{town.upper()}, {state} {zipc[:5]}-0{p.rng.randrange(100, 190)}"
        if irs
        else "<br>".join(esc(x) for x in letter.letterhead)
    )
    bars = bars_html(p.rng) if p.rng.random() < 0.4 else ""
    return f"""<div class=coupon><div class=cut></div><div class=cgrid><div class=cl><b class=pay>{"Payment" if letter.coupon != "reply" else "Contact information"}</b><br>{"<br>".join(esc(x) for x in c.taxpayer.address)}</div>
<div class=cr><table class=cbox>{code}<tr><td>Notice date</td><td>{p.s.d(c.notice_date)}</td></tr><tr><td>{id_label(p)}</td><td>{number}</td></tr></table></div></div>
<ul class=tight><li>Make your check or money order payable to {"the " if irs else ""}{esc(payee)}.</li><li>Write your {"number (" + number + ")"}{span} on your payment and any correspondence.</li></ul>
<div class=cgrid><div class=cl>{bars}<span class=addr>{to}</span></div><div class=cr><table class=cbox><tr>{box}</tr></table></div></div><div class=scan>{scan_line(p)}</div></div>"""


HEARING = ("LT11", "Letter 1058", "CP90", "CP297", "Letter 3172", "CP523")


def bars_html(rng: random.Random) -> str:
    """A row of bars, as on coupons."""
    x, out = 0, []
    for _ in range(60):
        w, gap = rng.choice((1, 1, 2)), rng.choice((1, 1, 2))
        out.append(f"<rect x='{x}' y='0' width='{w}' height='16'/>")
        x += w + gap
    return f"<svg width='{x}' height='16'>{''.join(out)}</svg><br>"


def qr_html(rng: random.Random) -> str:
    """A field of modules that looks like a QR code; it decodes to nothing."""
    n, out = 25, []
    for y in range(n):
        for x in range(n):
            corner = (x < 7 and y < 7) or (x > 17 and y < 7) or (x < 7 and y > 17)
            if corner:
                cx, cy = x if x < 7 else x - 18, y if y < 7 else y - 18
                on = cx in (0, 6) or cy in (0, 6) or (2 <= cx <= 4 and 2 <= cy <= 4)
            else:
                on = rng.random() < 0.5
            if on:
                out.append(f"<rect x='{x * 2.6:.1f}' y='{y * 2.6:.1f}' width='2.6' height='2.6'/>")
    return f"<svg width='66' height='66'>{''.join(out)}</svg>"


BASE_CSS = """
body{font-family:'%(font)s';font-size:%(size)spt;line-height:1.28;color:#111;margin:0}
p{margin:.35em 0}ul{margin:.3em 0;padding-left:1.3em}h1{font-size:1.55em;margin:.25em 0}h2{font-size:1.18em;margin:.8em 0 .2em}
table{border-collapse:collapse}td,th{vertical-align:top;padding:.12em .4em;text-align:left}.r{text-align:right!important;white-space:nowrap}
.n{white-space:nowrap}.grid{margin:.4em 0;width:100%%}.grid th{border-bottom:1px solid #333;font-size:.93em}.grid td{border-bottom:.5px solid #aaa}
.sum{width:100%%}.sum .total td{border-top:1.2px solid #000;font-weight:bold}.coupon{width:100%%;font-size:.93em}
.cut{border-top:1.3px dashed #333;margin:.2em 0 .5em}.cgrid{display:flex;justify-content:space-between;gap:2em}.cr{min-width:2.7in}.cbox{width:100%%;border:1px solid #444}
.cbox td{border:.5px solid #999}.pay{font-size:1.35em}.scan{font-family:'Cousine';font-size:11pt;letter-spacing:.06em;margin-top:.5em}.addr{font-family:'Cousine';font-size:9.5pt}
.tight{margin:.2em 0}.org{line-height:1.2}
"""


def _page_css(p: Page, top_next: str, first_bottom: str, foot: str, extra: str) -> str:
    return (
        f"@page{{font-family:'{p.font}';size:Letter;margin:{p.rng.choice(('.6in .7in', '.7in .75in', '.55in .65in'))};margin-top:{top_next};margin-bottom:.75in;"
        f"@bottom-right{{content:{foot};font-size:8.5pt}} @top-right{{content:element(head)}}}}"
        f"@page:first{{margin-top:.55in;margin-bottom:{first_bottom};@top-right{{content:none}} {extra}}}"
    )


def _address_block(p: Page, gap: str = ".35in", caps: bool = False) -> str:
    lines = [x.upper() if caps or p.rng.random() < 0.0 else x for x in p.letter.case.taxpayer.address]
    return f"<div style='margin:{gap} 0 {gap} .3in'>{'<br>'.join(esc(x) for x in lines)}</div>"


OWN_PAGE = (
    "Response form",
    "Contact information",
    "Installment agreement request",
    "Privacy Act and Paperwork Reduction Act Notice",
    "The collection process",
)


def _sections(p: Page, caps: bool = False) -> str:
    out = []
    for head, blocks in p.letter.sections:
        title = head.upper() if caps else head
        own = " style='break-before:page'" if head in OWN_PAGE and p.rng.random() < 0.6 else ""
        out.append(f"<h2{own}>{esc(title)}</h2>{blocks_html(blocks, caps)}")
    return "".join(out)


def _running(p: Page) -> str:
    rows = facts(p)[:4]
    body = "".join(f"<tr><td>{esc(a)}</td><td>{esc(b)}</td></tr>" for a, b in rows)
    return f"<div style='position:running(head)'><table class=run>{body}<tr><td colspan=2>Page <span class=pn></span></td></tr></table></div>"


def box_layout(p: Page) -> str:
    """Box at the top right, summary beside the text, slip at the foot of page one: about 2011 to 2023."""
    letter, plain = p.letter, p.letter.case.style.layout == "plainbox"
    colour = p.rng.choice(("#000", "#1b3f6b", "#333")) if not plain else "#000"
    at_end = letter.coupon != "none" and p.rng.random() < 0.25
    foot = coupon_html(p) if letter.coupon != "none" and not at_end else ""
    extra = (
        "@bottom-center{content:element(slip);width:100%;vertical-align:bottom;padding-bottom:.3in} @bottom-right{content:none}"
        if foot
        else ""
    )
    css = (
        BASE_CSS % {"font": p.font, "size": p.size}
        + _page_css(
            p, "1.75in", "3.35in" if foot else ".75in", '"Page " counter(page) " of " counter(pages)', extra
        )
        + f"""
.boxed{{border:{"0" if plain else "1px solid " + colour};width:2.75in}}.boxed td{{border-bottom:.5px solid #999}}.run{{font-size:8.5pt}}.pn::after{{content:counter(page) " of " counter(pages)}}
h1{{color:{colour}}}.two{{display:flex;gap:.3in}}.two>div{{flex:1}}.bar{{{"border-top:3px solid " + colour if not plain else "font-weight:bold"};margin-top:.5em;padding-top:.2em}}"""
    )
    box = (
        "".join(f"<tr><td><b>{esc(a)}</b></td><td>{esc(b)}</td></tr>" for a, b in facts(p))
        + "<tr><td colspan=2>Page 1 of <span class=pages></span></td></tr>"
    )
    css += ".pages::after{content:counter(pages)}"
    heads = "".join(f"<h1>{esc(t)}</h1>" for t in letter.title) + (
        f"<h1>{amount_line(p)}</h1>" if amount_line(p) else ""
    )
    steps = (
        f"<div class=bar><h2>{p.rng.choice(('What you need to do immediately', 'What you need to do', 'Next steps'))}</h2>{blocks_html(letter.steps)}</div>"
        if letter.steps
        else ""
    )
    rows = money_rows(p, p.rng.random() < 0.6)
    mid = (
        f"<div class=two><div>{blocks_html(letter.lead)}</div>"
        + (f"<div><h2 style='margin-top:0'>{letter.summary_title}</h2>{rows}</div>" if rows else "")
        + "</div>"
    )
    slip = f"<div style='position:running(slip)'>{foot}</div>" if foot else ""
    last = f"<div style='break-inside:avoid;margin-top:.3in'>{coupon_html(p)}</div>" if at_end else ""
    org = "<br>".join(esc(x) for x in sender(p))
    return f"""<style>{css}</style>{slip}{_running(p)}<div style='display:flex;justify-content:space-between'><div class=org>{org}{_address_block(p)}</div>
<table class=boxed>{box}</table></div>{heads}{mid}{steps}{_sections(p)}{last}"""


def redesign_layout(p: Page) -> str:
    """The plain-language printings from 2024 on: facts in a band, tinted callouts, phone in a help part, code at the foot."""
    letter, c = p.letter, p.letter.case
    strip = c.style.layout == "strip"
    tint = p.rng.choice(("#e8eef6", "#f0f0f0", "#eaf3ea"))
    code = letter.code or ""
    foot = (
        f'"{code}{p.rng.choice((" (Rev. 1-2024)", " (en)", ""))}   |   Page " counter(page) " of " counter(pages)'
        if letter.status == "irs"
        else '"Page " counter(page)'
    )
    css = (
        BASE_CSS % {"font": p.font, "size": p.size}
        + _page_css(p, ".8in", ".8in", foot, "")
        + f"""
.band{{background:{tint};padding:.1in;margin:.1in 0}}.band table{{width:100%}}.call{{border:1.5px solid #234;padding:.05in .15in;margin:.12in 0;display:flex;justify-content:space-between}}
.big{{font-size:1.5em;font-weight:bold}}.run{{display:none}}.last{{break-inside:avoid;margin-top:.3in}}h1{{font-size:1.75em}}"""
    )
    show = facts(p)
    if strip and letter.status == "irs" and p.rng.random() < 0.5:
        show = [f for f in show if f[0] != "Notice"]
    band = (
        "<div class=band><table><tr>"
        + "".join(f"<td><b>{esc(a)}</b><br>{esc(b)}</td>" for a, b in show[:4])
        + "</tr></table></div>"
    )
    side = "".join(f"<div>{esc(a)}: <b>{esc(b)}</b></div>" for a, b in show[:4])
    more = "".join(f"<p>{esc(a)}: {esc(b)}</p>" for a, b in show[4:])
    due = letter.due or None
    by = (
        f"<div>{'Request a hearing by' if (letter.code or '') in HEARING and letter.code != 'CP523' else 'Pay by' if letter.amount is not None and letter.code != 'CP523' else 'Respond by'}<br><span class=big>{p.s.d(due)}</span></div>"
        if due and letter.code != "CP523"
        else ""
    )
    if letter.code == "CP523" and due:
        by = f"<div>Your agreement ends on<br><span class=big>{p.s.d(due)}</span></div>"
    call = (
        f"<div class=call><div>{letter.amount_label}<br><span class=big>{p.s.m(letter.amount)}</span></div>{by}</div>"
        if letter.amount is not None and letter.amount_label
        else (f"<div class=call>{by}</div>" if by else "")
    )
    rows = money_rows(p, p.rng.random() < 0.4)
    summary = (
        f"<h2>{p.rng.choice((letter.summary_title, 'How we figured the amount'))}</h2>{rows}" if rows else ""
    )
    steps = (
        f"<div class=band><h2 style='margin-top:0'>{p.rng.choice(('What to do now', 'What you must do', 'Act now'))}</h2>{blocks_html(letter.steps)}</div>"
        if letter.steps
        else ""
    )
    helpbox = (
        f"<h2>Questions?</h2><div style='display:flex;gap:.2in'>{qr_html(p.rng)}<p>Scan the code or visit IRS.gov/notices. Phone: {c.phone}, weekdays 7 a.m. to 7 p.m. local time.</p></div>"
        if letter.status == "irs"
        else ""
    )
    org = (
        "<b style='font-size:1.4em'>IRS</b> &nbsp; Department of the Treasury<br>Internal Revenue Service"
        if letter.status == "irs"
        else "<br>".join(esc(x) for x in letter.letterhead)
    )
    back = "" if letter.status != "irs" else f"<br>{esc(sender(p)[2])}"
    slip = f"<div class=last>{coupon_html(p)}</div>" if letter.coupon != "none" else ""
    top = f"<div style='display:flex;justify-content:space-between'><div class=org>{org}{back}</div><div>{side if strip else ''}</div></div>"
    heads = "".join(f"<h1>{esc(t)}</h1>" for t in letter.title)
    return f"<style>{css}</style>{top}{_address_block(p, '.25in')}{'' if strip else band}{heads}{call}{blocks_html(letter.lead)}{steps}{summary}{more}{_sections(p)}{helpbox}{slip}"


def typewriter_layout(p: Page) -> str:
    """Impact-printer pages of the nineties and early two-thousands, in one width of type."""
    letter, c = p.letter, p.letter.case
    caps = c.style.layout == "typewriter"
    up = str.upper if caps else (lambda t: t)
    css = (
        BASE_CSS % {"font": p.font, "size": p.size}
        + _page_css(p, ".8in", ".75in", '"Page " counter(page)', "")
        + """
.run{display:none}h1{font-size:1.08em;text-align:center;margin:.15em}h2{font-size:1em;text-decoration:underline}.grid th{border-bottom:1px dashed #222}.grid td{border:0}.cbox,.cbox td{border:0}.sum .total td{border-top:1px dashed #000}.last{break-inside:avoid;margin-top:.25in}.sum{width:5.4in;margin-left:.3in}"""
    )
    code = letter.code or ""
    spaced = code.replace("CP", "CP ", 1).replace("LT", "LT ", 1) if not code.startswith("Letter") else code
    style = p.rng.randrange(3)
    lines: list[tuple[str, str]] = []
    if letter.status == "irs":
        lines.append(
            (
                ("Notice Number", "Notice", "Number of this notice")[style]
                if not code.startswith("Letter")
                else "Letter Number",
                (
                    p.rng.choice((spaced, code, code.replace("CP", "CP-")))
                    if not code.startswith("Letter")
                    else code.split()[1]
                ),
            )
        )
    lines.append(
        (
            ("Date of this notice", "Notice Date", "Date")[style] if letter.status == "irs" else "Date",
            p.s.d(c.notice_date),
        )
    )
    lines.append(
        (("Taxpayer Identifying Number", "Taxpayer Identification Number", "SSN/EIN")[style], print_number(c))
    )
    if letter.box_period and letter.periods:
        acc = letter.periods[0]
        when = f"Tax Period: {p.s.d(acc.end)}" if not p.s.by_year(acc) else f"Tax Year: {acc.year}"
        lines.append(("Tax Form", f"{acc.form}   {when}") if p.s.name_form else tuple(when.split(": ", 1)))  # type: ignore[arg-type]
    lines += letter.extra_box
    if letter.status == "irs":
        lines.append(("For assistance, call", c.phone))
    right = "<br>".join(up(f"{esc(a)}: {esc(b)}") for a, b in lines)
    heads = "".join(f"<h1>{up(esc(t))}</h1>" for t in letter.title)
    amount = f"<p><b>{up(amount_line(p))}</b></p>" if amount_line(p) else ""
    if letter.due and letter.amount is not None and code not in HEARING:
        amount += f"<p>{up(p.rng.choice(('Please pay by: ', 'Pay by ', 'Payment due date: ')) + p.s.d(letter.due))}</p>"
    steps = blocks_html(letter.steps, caps)
    rows = money_rows(p, p.rng.random() < 0.7)
    table = (
        f"<h2>{up(p.rng.choice(('Account summary', 'Statement of account', 'Tax statement')) if letter.summary_title == 'Billing Summary' else letter.summary_title)}</h2>{up_table(rows) if caps else rows}"
        if rows
        else ""
    )
    slip = (
        f"<div class=last>{up_table(coupon_html(p)) if caps else coupon_html(p)}</div>"
        if letter.coupon != "none"
        else ""
    )
    org = "<br>".join(esc(x) for x in sender(p))
    return f"<style>{css}</style><div style='display:flex;justify-content:space-between'><div>{org}</div><div>{right}</div></div>{_address_block(p, '.3in', True)}{heads}{amount}{blocks_html(letter.lead, caps)}{table}{steps}{_sections(p, caps)}{slip}"


def up_table(text: str) -> str:
    """Capitals for the text between tags."""
    import re

    return re.sub(
        r">([^<]+)<",
        lambda m: ">" + re.sub(r"&[A-Z]+;", lambda e: e.group(0).lower(), m.group(1).upper()) + "<",
        text,
    )


def letter_layout(p: Page) -> str:
    """A letter: letterhead, reference lines, salutation, running text, code at the foot."""
    letter, c = p.letter, p.letter.case
    memo = c.style.layout == "memo"
    code = letter.code or ""
    where = p.rng.choice(("foot", "foot", "both", "top")) if letter.status == "irs" else "none"
    rev = f"{code}{' (Rev. ' + str(p.rng.randint(1, 12)) + '-' + str(min(c.notice_date.year, 2022)) + ')' if p.rng.random() < 0.7 else ''}"
    if letter.status == "irs" and not code.startswith("Letter"):
        rev = p.rng.choice(
            (f"Notice {code}", f"{code}", f"{code} (Rev. {p.rng.randint(1, 12)}-{c.notice_date.year})")
        )
    elif code.startswith("Letter") and p.rng.random() < 0.3:
        rev = p.rng.choice(
            (
                f"LTR {code[7:]}",
                f"{rev}  Catalog Number {p.rng.randrange(10000, 70000)}{p.rng.choice('ABQ')}",
                rev,
            )
        )
    foot = f'"{rev}"' if where in ("foot", "both") else '"Page " counter(page)'
    css = (
        BASE_CSS % {"font": p.font, "size": p.size}
        + _page_css(p, ".8in", ".8in", foot, "")
        + """
.run{display:none}h1{font-size:1.2em;text-align:"""
        + p.rng.choice(("center", "left"))
        + """}h2{font-size:1.05em}.refs td{padding:.02em .4em}.last{break-inside:avoid;margin-top:.3in}.grid td,.grid th{border:1px solid #666}"""
    )
    refs: list[tuple[str, str]] = [
        (p.rng.choice(("Letter date", "Date", "Date of letter")), p.s.d(c.notice_date))
    ]
    if where in ("top", "both"):
        refs.insert(
            0,
            (
                p.rng.choice(("Letter number", "Letter")) if code.startswith("Letter") else "Notice",
                rev.split(" (")[0]
                .split("  ")[0]
                .replace("Letter ", "")
                .replace("Notice ", "")
                .replace("LTR ", ""),
            ),
        )
    refs.append(
        (
            p.rng.choice(
                (
                    "Taxpayer Identification Number",
                    "Taxpayer ID number",
                    "Identifying Number",
                    "Social Security or Employer Identification Number",
                )
            ),
            print_number(c),
        )
    )
    fact = period_fact(p)
    if fact:
        refs.append(fact)
        if p.s.name_form:
            refs.append((p.rng.choice(("Form", "Tax form", "Kind of tax form")), letter.periods[0].form))
    refs += letter.extra_box
    head = letter.letterhead if letter.status == "irs" else []
    if head:
        refs.append(("Person to contact", head[0].replace("Person to contact: ", "")))
        refs += [tuple(x.split(": ", 1)) if ": " in x else ("Contact address", x) for x in head[1:]]  # type: ignore[misc]
    elif letter.status == "irs":
        refs.append(("Contact telephone number", c.phone))
    refhtml = (
        (
            "<table class=refs>"
            + "".join(f"<tr><td><b>{esc(a)}:</b></td><td>{esc(b)}</td></tr>" for a, b in refs)
            + "</table>"
        )
        if memo
        else "".join(f"<div><b>{esc(a)}:</b><br>{esc(b)}</div>" for a, b in refs)
    )
    org = "<br>".join(f"<b>{esc(x)}</b>" if i < 2 else esc(x) for i, x in enumerate(sender(p)))
    top = f"<div style='display:flex;justify-content:space-between'><div class=org>{org}{_address_block(p, '.4in')}</div><div style='width:3in'>{refhtml}</div></div>"
    heads = "".join(f"<h1>{esc(t)}</h1>" for t in letter.title)
    dear = (
        f"<p>{p.rng.choice(('Dear ' + esc(c.taxpayer.names[0]) + ':', 'Dear Taxpayer:', 'Dear Sir or Madam:'))}</p>"
        if p.rng.random() < 0.7 and letter.lead and "Dear" not in letter.lead[0][1]
        else ""
    )
    amount = (
        f"<p><b>{amount_line(p)}</b></p>"
        if (amount_line(p) and p.rng.random() < 0.6)
        or (letter.code in ("CP508C", "CP2000") and amount_line(p))
        else ""
    )
    rows = money_rows(p, False)
    summary = (
        f"<h2>{letter.summary_title}</h2>{rows}"
        if rows and (letter.box_period or not letter.sections)
        else ""
    )
    sign = f"<p style='margin-top:.25in'>Sincerely,<br><br><span style=\"font-family:'TeX Gyre Chorus';font-size:1.6em\">{esc(p.rng.choice(('R. Hollis', 'M. Tennant', 'C. Aldous')))}</span><br>{p.rng.choice(('Operations Manager', 'Revenue Officer', 'Director, Collection', 'Department Manager'))}</p>"
    slip = f"<div class=last>{coupon_html(p)}</div>" if letter.coupon != "none" else ""
    parts = [_section_html(p, x) for x in letter.sections]
    return f"<style>{css}</style>{top}{heads}{dear}{amount}{blocks_html(letter.lead)}{blocks_html(letter.steps)}{summary}{''.join(parts[:2])}{sign}{''.join(parts[2:])}{slip}"


def _section_html(p: Page, section: tuple[str, list[Block]]) -> str:
    own = " style='break-before:page'" if section[0] in OWN_PAGE and p.rng.random() < 0.6 else ""
    return f"<h2{own}>{esc(section[0])}</h2>{blocks_html(section[1])}"


LAYOUTS = {
    "box": box_layout,
    "plainbox": box_layout,
    "redesign": redesign_layout,
    "strip": redesign_layout,
    "typewriter": typewriter_layout,
    "courier": typewriter_layout,
    "letter": letter_layout,
    "memo": letter_layout,
}


def render(letter: Letter, rng: random.Random) -> bytes:
    """The letter as a PDF without metadata."""
    import weasyprint

    name = letter.case.style.layout
    size = (
        rng.choice((10, 10.5, 11)) if name not in ("typewriter", "courier") else rng.choice((9.5, 10, 10.5))
    )
    page = Page(letter, rng, rng.choice(FONTS[name]), size)

    def strip(_document: Any, pdf: Any) -> None:
        pdf.info.clear()

    return (
        weasyprint.HTML(string="<html><body>" + LAYOUTS[name](page) + "</body></html>").write_pdf(
            finisher=strip, pdf_identifier=b"0"
        )
        or b""
    )
