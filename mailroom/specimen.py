"""A letter of the program's own making, which the nursery reads before the first real one.

What is made ready at the first use (fonts that PDFium looks for on the machine, patterns, tables) is then
ready in every reader, and not made anew for each file. The bytes are made here: no file is trusted for it.
"""

from __future__ import annotations

_FONTS = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Courier")
_LINES = (
    "Department of the Treasury",
    "Internal Revenue Service",
    "Notice CP501",
    "Tax year 2018",
    "Notice date January 13, 2020",
    "Social Security number XXX-XX-0000",
    "To contact us 800-829-0922",
    "Page 1 of 1",
    "You have unpaid taxes for 2018",
    "Amount due: $1,234.56",
    "Our records show that you have unpaid taxes for the year ended December 31, 2018 (Form 1040).",
    "If you do not pay the amount due by February 3, 2020, interest will increase and penalties may apply.",
    "Billing summary",
    "Amount you owed $1,200.00",
    "Interest charges $34.56",
    "Amount due by February 3, 2020 $1,234.56",
)


def specimen() -> bytes:
    """A born-digital PDF of one page: a balance due, of nobody."""
    drawn = ["BT", "16 TL", "60 740 Td"]
    for number, line in enumerate(_LINES):
        shown = line.replace("(", r"\(").replace(")", r"\)")
        drawn += [f"/F{number % len(_FONTS)} 11 Tf", f"({shown}) Tj T*"]
    content = "\n".join([*drawn, "ET"])
    fonts = "".join(
        f"/F{n}<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
        for n, name in enumerate(_FONTS)
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<<{fonts}>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    )
    written, starts = "%PDF-1.4\n", []
    for number, entry in enumerate(objects, 1):
        starts.append(len(written))
        written += f"{number} 0 obj\n{entry}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size = len(objects) + 1
    end = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")
