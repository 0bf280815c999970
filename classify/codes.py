"""The notice codes and letter numbers that are known to exist.

A code that is read must be on this list before anything is put right in it, and a code that is not on
it is reported as read, with a doubt. Knowing a code is not knowing its meaning: that is the catalogue's.
"""

from __future__ import annotations

_CP = """
    01 01A 01H 01S 05 05A 08 09 10 10A 11 11A 11M 11R 12 12A 12E 12F 12G 12M 12N 12R 12U 13 13A 13M 13R
    14 14A 14B 14C 14D 14E 14H 14I 15 15B 15H 16 21A 21B 21C 21E 21I 22A 22E 22I 23 24 24E 25 27 30 30A
    31 32 32A 39 40 42 44 45 49 51A 51B 51C 53 53A 53B 53C 53D 53E 54B 54E 54G 54Q 59 59H 59R 59SN 60 62
    63 71 71A 71C 71D 71H 75 75A 75C 75D 77 79 79A 79B 080 80 081 81 87A 87B 87C 87D 88 90 90C 91 92 92H
    94 101 102 103 104 105 106 107 108 111 112 113 114 115 116 117 120 120A 128 130 134B 134R 136 138
    139 140 142 145 148A 148B 152 160 161 162 162A 162B 163 165 166 171 178 187 207 209 210 215 216 216F
    216G 216H 220 220J 231 235 237 237A 240 242 248 259 259A 259B 259C 259D 259E 259F 259G 259H 260 261
    264 266 267A 267B 268 270 275 276A 276B 277 282 283 284 285 286 288 290 291 295 297 297A 297C 298 299 403
    406 501 501H 503 503H 503K 504 504B 508C 508R 515 515B 515I 516 518 518B 518I 521 522 522H 522P 523 523C
    523D 523H 560 560A 560B 565 565A 565B 566 567 575 601 603 604 615 616 618 621 623 710 711 712 713
    714 716 721A 721B 721C 722A 723 749 759 775 2000 2005 2006 2030 2057 2100 2100A 2501 2531 2566 3219A
    3219B 3219N
"""
_LT = """
    11 11C 11D 14 16 18 24 26 27 33 38 39 40 41 73 75 1058
"""
_LETTER = """
    12C 86C 105C 106C 131C 147C 226-J 288C 474C 484C 525 531 544 566 566-B 566-D 566-E 566-J 566-L 566-M
    566-S 566-T 672C 681C 692 725-B 757C 797 854C 915 950 972CG 1058 1058-A 1153 1615 1862 2050 2202 2205
    2205-A 2257C 2272C 2273C 2604C 2626C 2645C 2761C 2800C 2801C 2808C 2975 3030C 3064C 3164 3164-B 3172
    3176C 3217C 3219 3219-C 3228 4464C 4624C 4800C 4883C 5071C 5073C 5747C 5969 6042C 6152 6330C 6331C
    6416 6416-A 6419 6475
"""


def squeeze(code: str) -> str:
    """A code without blanks and hyphens, in capitals, to compare by: ``LETTER1058A``."""
    return code.upper().replace(" ", "").replace("-", "")


# Squeezed code -> the code as the IRS writes it.
KNOWN: dict[str, str] = {
    squeeze(name): name
    for prefix, codes in (("CP", _CP), ("LT", _LT), ("Letter ", _LETTER))
    for name in (prefix + code for code in codes.split())
} | {
    # Older ones say so, and so does the page about it at taxpayeradvocate.irs.gov.
    "LETTER11": "LT11"
}
