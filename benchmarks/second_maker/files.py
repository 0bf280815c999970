"""Writing captures to files that carry no metadata: PDF, TIFF, PNG, JPEG."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image


def raster(pdf: bytes, dpi: int = 300) -> list[np.ndarray]:
    """The pages of a PDF as RGB pictures."""
    doc = pypdfium2.PdfDocument(pdf)
    return [np.array(doc[i].render(scale=dpi / 72).to_pil().convert("RGB")) for i in range(len(doc))]


def text_pages(pdf: bytes) -> list[str]:
    """The text layer, page by page."""
    doc = pypdfium2.PdfDocument(pdf)
    return [doc[i].get_textpage().get_text_range() for i in range(len(doc))]


def jpeg(img: np.ndarray, quality: int, dpi: int | None = None) -> bytes:
    """JPEG bytes without EXIF."""
    out = io.BytesIO()
    Image.fromarray(img).save(out, "JPEG", quality=quality, **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()


def _g4(img: np.ndarray) -> bytes:
    """Raw Group 4 data of a black and white picture."""
    out = io.BytesIO()
    Image.fromarray(img).convert("1", dither=Image.Dither.NONE).save(
        out, "TIFF", compression="group4", strip_size=2**30
    )
    pic = Image.open(io.BytesIO(out.getvalue()))
    start, size = pic.tag_v2[273], pic.tag_v2[279]  # type: ignore[attr-defined]
    if len(start) != 1:
        raise ValueError("more than one strip")
    return out.getvalue()[start[0] : start[0] + size[0]]


def is_bilevel(img: np.ndarray) -> bool:
    """Only black and white occur."""
    return img.ndim == 2 and bool(np.all((img == 0) | (img == 255)))


def _image_object(img: np.ndarray, quality: int) -> bytes:
    h, w = img.shape[:2]
    head = f"/Type/XObject/Subtype/Image/Width {w}/Height {h}"
    if is_bilevel(img):
        data = _g4(img)
        head += f"/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/BlackIs1 true/Columns {w}/Rows {h}>>"
    else:
        data = jpeg(img, quality)
        head += f"/BitsPerComponent 8/ColorSpace/{'DeviceGray' if img.ndim == 2 else 'DeviceRGB'}/Filter/DCTDecode"
    return f"<<{head}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def write_pdf(path: Path, pages: list[np.ndarray], dpi: tuple[float, float], quality: int) -> None:
    """A picture PDF, written by hand so that nothing about its maker is in it."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for img in pages:
        w, h = img.shape[1] * 72 / dpi[0], img.shape[0] * 72 / dpi[1]
        draw = f"{w:.3f} 0 0 {h:.3f} 0 0 cm /I Do".encode()
        n = len(objects) + 1
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {w:.3f} {h:.3f}]/Resources<</XObject<</I {n + 1} 0 R>>>>/Contents {n + 2} 0 R>>".encode()
        )
        objects.append(_image_object(img, quality))
        objects.append(f"<</Length {len(draw)}>>stream\n".encode() + draw + b"\nendstream")
        kids.append(f"{n} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    path.write_bytes(_assemble(objects))


def _assemble(objects: list[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for i, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{i} 0 obj\n".encode() + body + b"\nendobj\n"
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{o:010d} 00000 n \n".encode() for o in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n".encode()
    return bytes(out)


def write_tiff(path: Path, pages: list[np.ndarray], dpi: tuple[int, int]) -> None:
    """A TIFF of all pages, Group 4 where black and white."""
    pics = [Image.fromarray(p) for p in pages]
    black = all(is_bilevel(p) for p in pages)
    if black:
        pics = [p.convert("1", dither=Image.Dither.NONE) for p in pics]
    pics[0].save(
        path,
        "TIFF",
        save_all=True,
        append_images=pics[1:],
        compression="group4" if black else "tiff_lzw",
        dpi=dpi,
    )
