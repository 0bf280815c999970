"""PDF pages: what is trusted, what is taken out, what is rendered, and where it lies on the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import DamagedFile, EmptyFile, EncryptedFile, OversizeFile
from ingest.ocr.text_layer import HIDDEN
from ingest.page import Page, Pixels
from ingest.pages import PageSource, pages_of, render_page
from ingest.pdf_drawn import may_be_ruled
from ingest.source import SourceFile, SourceLimits, open_source
from ingest.transform import Box, Transform

_LETTER_PT = (612.0, 792.0)
_SENTENCE = "Our records show that you have unpaid taxes for the tax year"

Opened = Callable[[bytes], SourceFile]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    def open_bytes(content: bytes) -> SourceFile:
        path = tmp_path / "letter.pdf"
        path.write_bytes(content)
        return open_source(path)

    return open_bytes


def _drawn(
    *pages: Callable[[Canvas], None], size: tuple[float, float] = _LETTER_PT, **settings: object
) -> bytes:
    """A PDF whose pages are drawn by the functions given."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, **settings)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _prose(canvas: Canvas, lines: int = 12) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(420, 750, "Notice CP14")
    canvas.drawString(420, 736, "Page 1 of 4")
    for row in range(lines):
        canvas.drawString(60, 680 - 16 * row, f"{_SENTENCE} {2000 + row}.")


def _sheet(width: int = 850, height: int = 1100, mode: str = "L") -> Image.Image:
    """A scanned sheet with a black bar near its top left and a small one at its bottom right."""
    sheet = Image.new(mode, (width, height), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((width // 10, height // 20, width // 2, height // 10), fill="black")
    pen.rectangle((width * 8 // 10, height * 9 // 10, width * 9 // 10, height * 19 // 20), fill="black")
    return sheet


def _scan(sheet: Image.Image, **where: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        place = {"x": 0, "y": 0, "width": 612, "height": 792, **where}
        canvas.drawImage(ImageReader(sheet), **place)

    return draw


def _raw(content: bytes, page: bytes = b"", *objects: bytes) -> bytes:
    """A PDF of one page, written by hand: its content, its own entries, and objects from number 5."""
    body = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 306 396]/Contents 4 0 R " + page + b">>",
        _stream(b"", content),
        *objects,
    ]
    out, starts = b"%PDF-1.7\n", []
    for number, entry in enumerate(body, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            len(body) + 1,
            table,
            len(body) + 1,
            len(out),
        )
    )


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def _on_arrival(page: Page, shrink: int) -> Pixels:
    """The page's pixels laid where ``to_original`` says, white elsewhere; grey and smaller."""
    assert page.pixels is not None
    width, height = (side // shrink for side in page.size_px)
    picture = Image.fromarray(page.pixels).convert("L")
    box = page.to_original.box(Box(0, 0, *picture.size))
    left, top, right, bottom = (round(side / shrink) for side in (box.left, box.top, box.right, box.bottom))
    laid = Image.new("L", (width, height), "white")
    laid.paste(picture.resize((right - left, bottom - top)), (left, top))
    return np.asarray(laid)


def _assert_looks_like_its_picture(source: PageSource, tolerance: float = 6.0) -> None:
    page, shown = source.page(1), source.picture(1)
    assert shown.shape == (*page.size_px[::-1], 3)
    laid = _on_arrival(page, shrink=10)
    small = np.asarray(Image.fromarray(shown).convert("L").resize(laid.shape[::-1]))
    assert np.abs(laid.astype(float) - small).mean() < tolerance


def test_born_digital_pages_are_read_without_pixels(opened: Opened) -> None:
    pages = pages_of(opened(_drawn(_prose, _prose)))
    assert len(pages) == 2
    page = pages.page(2)
    assert page.pixels is None
    assert page.text is not None
    assert page.size_px == (2550, 3300)
    assert page.text.lines[0].text.endswith("Notice CP14")
    assert f"{_SENTENCE} 2000." in page.text.text
    with pytest.raises(IndexError):
        pages.page(3)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 600, 780)])
def test_every_box_holds_its_ink(opened: Opened, turn: int, crop: tuple[int, int, int, int] | None) -> None:
    def upright_as_shown(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        if crop:
            canvas.setCropBox(crop)
        canvas.translate(306, 396)
        canvas.rotate(turn)
        canvas.translate(-270, -630)
        _prose(canvas)

    source = opened(_drawn(upright_as_shown))
    text = pages_of(source).page(1).text
    assert text is not None
    ink = render_page(source, 1)[:, :, 0] < 128
    assert ink.shape == text.size_px[::-1]
    boxed = np.zeros_like(ink)
    for word in text.words:
        box = word.box
        boxed[int(box.top) - 1 : int(box.bottom) + 2, int(box.left) - 1 : int(box.right) + 2] = True
    assert ink[boxed].sum() > 0.97 * ink.sum()
    assert f"{_SENTENCE} 2003." in text.text


def test_taxpayer_numbers_are_masked_as_they_are_read(opened: Opened) -> None:
    def draw(canvas: Canvas) -> None:
        _prose(canvas)
        for x, part in ((60, "987"), (85, "65"), (102, "4321")):
            canvas.drawString(x, 710, part)

    text = pages_of(opened(_drawn(draw))).page(1).text
    assert text is not None
    assert "XXX XX 4321" in text.text


def _hidden_layer(canvas: Canvas, *, first: bool) -> None:
    if first:
        _prose_in_mode(canvas, 0)
    _scan(_sheet())(canvas)
    if not first:
        _prose_in_mode(canvas, 3)


def _prose_in_mode(canvas: Canvas, mode: int) -> None:
    for row in range(30):
        text = canvas.beginText(60, 700 - 16 * row)
        text.setTextRenderMode(mode)
        text.setFont("Helvetica", 11)
        text.textLine(f"{_SENTENCE} 2001")
        canvas.drawText(text)


@pytest.mark.parametrize("first", [True, False])
def test_somebodys_ocr_over_or_under_a_scan_is_not_trusted(opened: Opened, first: bool) -> None:
    source = pages_of(opened(_drawn(lambda canvas: _hidden_layer(canvas, first=first))))
    page = source.page(1)
    assert page.text is None
    _assert_looks_like_its_picture(source)


def test_invisible_text_alone_is_not_trusted(opened: Opened) -> None:
    page = pages_of(opened(_drawn(lambda canvas: _prose_in_mode(canvas, 3)))).page(1)
    assert page.text is None
    assert page.pixels is not None


def test_white_words_count_only_on_a_dark_ground(opened: Opened) -> None:
    def draw(canvas: Canvas) -> None:
        _prose(canvas)
        canvas.rect(60, 100, 200, 20, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(70, 105, "Billing Summary")
        canvas.drawString(70, 205, "Amount due $5.00")

    text = pages_of(opened(_drawn(draw))).page(1).text
    assert text is not None
    assert "Billing Summary" in text.text
    assert "$5.00" not in text.text


def test_words_outside_the_visible_page_are_not_read(opened: Opened) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((0, 300, 612, 792))
        _prose(canvas)
        canvas.drawString(60, 100, "hidden below")

    text = pages_of(opened(_drawn(draw))).page(1).text
    assert text is not None
    assert "hidden" not in text.text


def test_sideways_text_is_read_as_a_picture_and_a_stamp_in_the_margin_left_out(opened: Opened) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.translate(612, 0)
        canvas.rotate(90)
        _prose(canvas)

    def stamped(canvas: Canvas) -> None:
        _prose(canvas)
        canvas.translate(590, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "ENV-774411")

    pages = pages_of(opened(_drawn(sideways, stamped)))
    assert pages.page(1).text is None
    text = pages.page(2).text
    assert text is not None
    assert "774411" not in text.text


def test_a_font_that_lies_about_its_letters_is_not_trusted(opened: Opened) -> None:
    def shifted(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for row in range(20):
            canvas.drawString(
                60, 700 - 16 * row, "".join(chr(ord(c) + 3) if c > " " else c for c in _SENTENCE)
            )

    assert pages_of(opened(_drawn(shifted))).page(1).text is None


def test_letters_without_a_meaning_are_not_trusted(opened: Opened) -> None:
    meaning = _stream(
        b"",
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        b"1 beginbfrange <41> <5a> <e041> endbfrange endcmap",
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    lines = b"".join(
        b"1 0 0 1 9 %d Tm (THE AMOUNT DUE BY THE DATE) Tj " % (380 - 18 * row) for row in range(20)
    )
    content = _raw(b"BT /F 12 Tf " + lines + b"ET", b"/Resources<</Font<</F 5 0 R>>>>", font, meaning)
    assert pages_of(opened(content)).page(1).text is None


def test_a_page_of_outlines_with_a_small_footer_is_read_as_a_picture(opened: Opened) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 40, "Page 1 of 4, printed for you by the service")
        outline = canvas.beginPath()
        for step in range(800):
            outline.moveTo(60 + step % 400, 700 - step // 8)
            outline.curveTo(61 + step % 400, 700, 62, 690 - step // 8, 63, 640 - step // 8)
        canvas.drawPath(outline)

    assert pages_of(opened(_drawn(draw))).page(1).text is None


def test_a_blank_page_is_known_to_be_blank(opened: Opened) -> None:
    page = pages_of(opened(_drawn(lambda canvas: canvas.setFont("Helvetica", 9)))).page(1)
    assert page.text is not None
    assert page.text.lines == ()


def test_a_picture_beside_the_words_makes_the_page_a_picture(opened: Opened) -> None:
    def with_logo(canvas: Canvas) -> None:
        _prose(canvas)
        _scan(_sheet(80, 80), x=60, y=720, width=40, height=40)(canvas)

    def with_half_a_scan(canvas: Canvas) -> None:
        _prose(canvas)
        _scan(_sheet(), x=60, y=20, width=450, height=400)(canvas)

    pages = pages_of(opened(_drawn(with_logo, with_half_a_scan)))
    assert pages.page(1).text is not None
    mixed = pages.page(2)
    assert mixed.text is None
    assert mixed.pixels is not None
    assert mixed.pixels.shape == (3300, 2550)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK", "1"])
def test_the_pages_own_picture_is_taken_out(opened: Opened, mode: str) -> None:
    source = pages_of(opened(_drawn(_scan(_sheet().convert(mode)))))
    page = source.page(1)
    assert page.pixels is not None
    assert page.pixels.shape[:2] == (1100, 850)
    assert page.dpi == pytest.approx(100, abs=0.5)
    _assert_looks_like_its_picture(source)


def test_colour_is_kept_and_grey_is_grey(opened: Opened) -> None:
    coloured = _sheet(mode="RGB")
    ImageDraw.Draw(coloured).rectangle((300, 500, 400, 600), fill=(255, 0, 0))
    pages = pages_of(opened(_drawn(_scan(coloured), _scan(_sheet(mode="RGB")))))
    red, grey = pages.page(1).pixels, pages.page(2).pixels
    assert red is not None
    assert grey is not None
    assert red[550, 350].tolist() == [255, 0, 0]
    assert grey.ndim == 2


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "matrix",
    [
        b"306 0 0 396 0 0",
        b"-306 0 0 -396 306 396",
        b"0 396 -306 0 306 0",
        b"306 0 0 -396 0 396",
        b"325 0 0 400 -5 -15",
    ],
)
def test_a_picture_turned_and_shifted_by_its_matrix_lies_where_it_is_shown(
    opened: Opened, matrix: bytes, turn: int
) -> None:
    sheet = _sheet(170, 220)
    image = _stream(
        b"/Type/XObject/Subtype/Image/Width 170/Height 220/ColorSpace/DeviceGray/BitsPerComponent 8",
        sheet.tobytes(),
    )
    entries = b"/Rotate %d/CropBox[10 15 300 390]/Resources<</XObject<</I 5 0 R>>>>" % turn
    source = pages_of(opened(_raw(b"q %s cm /I Do Q" % matrix, entries, image)))
    page = source.page(1)
    assert page.pixels is not None
    assert max(page.pixels.shape) <= 290  # the picture's own pixels, made square
    _assert_looks_like_its_picture(source)


@pytest.mark.parametrize(
    "entries",
    [
        b"/ImageMask true/BitsPerComponent 1",
        b"/ImageMask true/BitsPerComponent 1/Decode[1 0]",
        b"/ColorSpace/DeviceGray/BitsPerComponent 1",
        b"/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]",
        b"/ColorSpace[/Indexed/DeviceRGB 1<ffffff202020>]/BitsPerComponent 1",
    ],
)
def test_one_bit_pictures_come_out_as_they_are_shown(opened: Opened, entries: bytes) -> None:
    bits = np.packbits(np.asarray(_sheet(160, 200)) > 128, axis=1).tobytes()
    image = _stream(b"/Type/XObject/Subtype/Image/Width 160/Height 200" + entries, bits)
    source = pages_of(
        opened(_raw(b"q 306 0 0 396 0 0 cm /I Do Q", b"/Resources<</XObject<</I 5 0 R>>>>", image))
    )
    page = source.page(1)
    assert page.pixels is not None
    _assert_looks_like_its_picture(source)


def test_a_picture_in_a_form_and_one_that_leans_lie_where_they_are_shown(opened: Opened) -> None:
    image = _stream(
        b"/Type/XObject/Subtype/Image/Width 170/Height 220/ColorSpace/DeviceGray/BitsPerComponent 8",
        _sheet(170, 220).tobytes(),
    )
    resources = b"/Resources<</XObject<</I 5 0 R/F 6 0 R>>>>"
    form = _stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 1000 1000]/Matrix[2 0 0 2 0 0]" + resources,
        b"153 0 0 198 0 0 cm /I Do",
    )
    nested = pages_of(opened(_raw(b"q 0.9 0 0 0.9 10 15 cm /F Do Q", resources, image, form)))
    assert nested.page(1).to_original.rows[0][0] == pytest.approx(0.9 * 1275 / 170)
    _assert_looks_like_its_picture(nested)
    leaning = pages_of(opened(_raw(b"q 300 15 -19 390 19 0 cm /I Do Q", resources, image)))
    pixels = leaning.page(1).pixels
    assert pixels is not None
    assert pixels.shape == (1650, 1275)


def test_a_fax_in_a_pdf_gets_square_pixels(opened: Opened) -> None:
    page = pages_of(opened(_drawn(_scan(_sheet(1734, 1078))))).page(1)
    assert page.pixels is not None
    assert page.pixels.shape == pytest.approx((2244, 1734), abs=3)
    assert page.to_original.point(1734, 2244) == pytest.approx((2550, 3300), abs=4)


def test_a_filled_in_field_is_read_from_the_picture(opened: Opened) -> None:
    def draw(canvas: Canvas) -> None:
        _prose(canvas)
        canvas.acroForm.textfield(name="name", value="typed by hand", x=60, y=100, width=200, height=20)

    page = pages_of(opened(_drawn(draw))).page(1)
    assert page.text is None
    assert page.pixels is not None
    assert (page.pixels[-500:-380, 250:1000] < 128).sum() > 300


def test_huge_pages_are_rendered_small(opened: Opened) -> None:
    source = opened(_raw(b"0 0 m " + b"9999 9999 l " * 300 + b"f", b"/MediaBox[0 0 2000000 2000000]"))
    page = pages_of(source).page(1)
    assert page.pixels is not None
    assert page.pixels.size <= SourceLimits().max_raster_px
    assert page.dpi is None
    x, y = page.to_original.point(page.pixels.shape[1], page.pixels.shape[0])
    assert (x, y) == pytest.approx(page.size_px, rel=0.01)
    with pytest.raises(OversizeFile):
        render_page(source, 1)


def test_a_ruled_table_whose_labels_wrap_is_read_by_its_rules(opened: Opened) -> None:
    def draw(canvas: Canvas) -> None:
        _prose(canvas, lines=4)
        for row, (above, below, amount) in enumerate(
            (("Failure-to-pay", "penalty", "$1,234.56"), ("Interest", "charges", "$77.01"))
        ):
            foot = 400 - 40 * row
            canvas.rect(60, foot, 200, 40)
            canvas.rect(260, foot, 100, 40)
            canvas.drawString(70, foot + 27, above)
            canvas.drawString(70, foot + 7, below)
            canvas.drawString(270, foot + 17, amount)

    text = pages_of(opened(_drawn(draw))).page(1).text
    assert text is not None
    rows = [line.text for line in text.lines]
    assert "Failure-to-pay penalty   $1,234.56" in rows
    assert "Interest charges   $77.01" in rows
    assert len(rows) == 8


def _one_frame(canvas: Canvas) -> None:
    canvas.rect(60, 400, 300, 40)
    canvas.line(60, 300, 360, 300)


def _two_cells(canvas: Canvas) -> None:
    canvas.rect(60, 400, 200, 40)
    canvas.rect(260, 400, 100, 40)


def _three_strokes(canvas: Canvas) -> None:
    for across in (60, 260, 360):
        canvas.line(across, 400, across, 440)


def _one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(60, 400, 200, 40)
    path.rect(260, 400, 100, 40)
    canvas.drawPath(path)


@pytest.mark.parametrize(
    ("draw", "beside"),
    [(_one_frame, False), (_two_cells, True), (_three_strokes, True), (_one_path, True)],
)
def test_a_table_is_looked_for_where_two_cells_can_stand_side_by_side(
    draw: Callable[[Canvas], None], beside: bool
) -> None:
    document = pypdfium2.PdfDocument(_drawn(draw))
    # Points of the page, y downwards: the cells reach from 352 to 392.
    downwards = Transform(((1.0, 0.0, 0.0), (0.0, -1.0, 792.0), (0.0, 0.0, 1.0)))
    assert may_be_ruled(document[0], downwards, [372.0]) is beside
    assert may_be_ruled(document[0], downwards, [600.0]) is (draw is _one_path)
    document.close()


def _locked(user: str) -> bytes:
    return _drawn(_prose, encrypt=StandardEncryption(user, ownerPassword="owner", canPrint=0))


def test_locked_for_the_reader_or_only_for_printing(opened: Opened) -> None:
    with pytest.raises(EncryptedFile):
        pages_of(opened(_locked("secret")))
    assert pages_of(opened(_locked(""))).page(1).text is not None


def test_a_locked_pdf_opens_with_one_of_the_passwords_given(opened: Opened) -> None:
    source = opened(_locked("s\u00e9cret"))
    text = pages_of(source, passwords=("wrong", "s\u00e9cret")).page(1).text
    assert text is not None
    assert _SENTENCE in text.text
    with pytest.raises(EncryptedFile, match="another password") as refused:
        pages_of(source, passwords=("wrong",))
    assert "wrong" not in refused.value.message + refused.value.advice


@pytest.mark.parametrize("unit", [0.5, 1, 2, 8.5])
@pytest.mark.parametrize("offset", [0, -300, 1000])
def test_odd_boxes_and_units_show_the_same_letter(opened: Opened, unit: float, offset: int) -> None:
    """A sheet in units of its own, wherever its box begins: as large, and read as well, as any other."""
    with pikepdf.open(io.BytesIO(_drawn(_prose))) as document:
        page = document.pages[0]
        width, height = _LETTER_PT[0] / unit, _LETTER_PT[1] / unit
        page.obj.MediaBox = [offset, offset / 2, offset + width, offset / 2 + height]
        page.obj.UserUnit = unit
        page.contents_add(f"q {1 / unit} 0 0 {1 / unit} {offset} {offset / 2} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    page = pages_of(opened(out.getvalue())).page(1)
    plain = pages_of(opened(_drawn(_prose))).page(1)
    assert page.text is not None
    assert plain.text is not None
    assert page.size_px == (2550, 3300)
    assert page.text.text == plain.text.text
    for word, other in zip(page.text.words, plain.text.words, strict=True):
        assert word.box.middle == pytest.approx(other.box.middle, abs=3)


def test_somebody_elses_reading_is_kept_apart_with_its_places(opened: Opened) -> None:
    draw = _drawn(lambda canvas: _hidden_layer(canvas, first=False))
    page = pages_of(opened(draw)).page(1)
    assert page.layer is not None
    assert page.layer.engine == HIDDEN
    assert page.layer.lines[0].text == f"{_SENTENCE} 2001"
    first = page.layer.words[0]
    # 60 points from the left, its baseline 92 from the top, at 300 dpi.
    assert first.box.left == pytest.approx(60 * 300 / 72, abs=5)
    assert first.box.bottom == pytest.approx(92 * 300 / 72, abs=5)
    assert first.confidence < 90
    with pikepdf.open(io.BytesIO(draw)) as document:
        for font in document.pages[0].Resources.Font.values():
            font.BaseFont = pikepdf.Name.GlyphLessFont
        out = io.BytesIO()
        document.save(out)
    layer = pages_of(opened(out.getvalue())).page(1).layer
    # Tesseract beside Tesseract is no second opinion: the first word of the name is the engine's family.
    assert layer is not None
    assert layer.engine.split()[0] == "tesseract"
    assert pages_of(opened(_drawn(_scan(_sheet())))).page(1).layer is None


def test_damage_has_a_name(opened: Opened) -> None:
    whole = _drawn(_prose)
    for content in (b"%PDF-1.4", b"%PDF-1.4\n" + bytes(range(256)) * 20, whole[:60]):
        with pytest.raises(DamagedFile):
            pages_of(opened(content))
    empty = _raw(b"").replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0     ")
    with pytest.raises(EmptyFile):
        pages_of(opened(empty))


def test_one_bad_page_does_not_spoil_the_others(opened: Opened) -> None:
    words = b"BT /F 12 Tf 60 300 Td (Notice date) Tj ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    content = _raw(words, b"/Resources<</Font<</F 5 0 R>>>>", font)
    pages = pages_of(opened(content.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[9 0 R 3 0 R]/Count 2")))
    with pytest.raises(DamagedFile, match="Page 1"):
        pages.page(1)
    text = pages.page(2).text
    assert text is not None
    assert text.text == "Notice date"


def test_too_many_pages(opened: Opened) -> None:
    with pytest.raises(OversizeFile, match="3 pages"):
        pages_of(opened(_drawn(_prose, _prose, _prose)), limits=SourceLimits(max_pages=2))


def test_form_letters_in_large_pictures_are_rendered_within_the_limit(opened: Opened) -> None:
    limits = SourceLimits(max_raster_px=500_000)
    page = pages_of(opened(_drawn(_scan(_sheet()))), limits=limits).page(1)
    assert page.pixels is not None
    assert page.pixels.size <= 500_000


def test_a_picture_over_the_limit_is_refused_before_it_is_decoded(opened: Opened) -> None:
    image = _stream(
        b"/Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceRGB/BitsPerComponent 8", b"x"
    )
    source = opened(_raw(b"q 306 0 0 396 0 0 cm /I Do Q", b"/Resources<</XObject<</I 5 0 R>>>>", image))
    with pytest.raises(OversizeFile, match="page 1"):
        pages_of(source).page(1)
