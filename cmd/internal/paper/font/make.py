"""Makes the fonts of printed documents from Noto Sans SC: see make.sh, which calls it."""

import bz2
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# Marks of reports that are in neither standard, and the Roman and circled numbers.
MARKS = "“”‘’…—–‰′″€→←↑↓↔≤≥≠≈✓·•①②③④⑤⑥⑦⑧⑨⑩㎡℃№−×÷±²³½¼¾ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ〇‐‑⁴〔〕「」『』【】《》〈〉"


def gb2312():
    """All characters of GB 2312-80."""
    out = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                out.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass  # a place without a character
    return out


def general(unihan):
    """The 8,105 characters of the Table of General Standard Chinese Characters of 2013."""
    out = set()
    for line in bz2.open(unihan, "rt", encoding="utf-8"):
        fields = line.split("\t")
        if len(fields) == 3 and fields[1] == "kTGH":
            out.add(int(fields[0][2:], 16))
    assert len(out) == 8105, len(out)
    return out


def make(source, target, wanted):
    options = subset.Options(hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, recalc_timestamp=False,
                             name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], name_languages=[0x409], legacy_kern=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT", "DSIG", "gasp", "meta"]
    font = TTFont(source, recalcTimestamp=False)
    missing = wanted - set(font.getBestCmap())
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.save(target, reorderTables=True)
    print(f"{target}: {len(font.getGlyphOrder())} glyphs; not in the source: {''.join(map(chr, sorted(missing)))}")


regular, bold, unihan, folder = sys.argv[1:]
latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {ord(c) for c in MARKS}
make(regular, f"{folder}/noto-sans-sc-400.ttf", gb2312() | general(unihan) | latin)
make(bold, f"{folder}/noto-sans-sc-700.ttf", gb2312() | latin)
