"""Files we did not make: every one ends as pages or as one typed error, within limits.

The files are found through INGEST_TEST_DATA and are no part of this project.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_DATA = Path(os.environ.get("INGEST_TEST_DATA", "absent"))
_SAMPLE_STEP = 8
_MEMORY = 1536 * 2**20
_TIME_S = 180

# One process for a whole sample: starting one for each would cost more than the reading.
_READER = """
import resource, sys, warnings
from pathlib import Path
import cv2, ingest.heic, ingest.images, ingest.mail, ingest.pdf
from ingest.errors import SourceError
from ingest.pages import pages_of
from ingest.source import open_source
warnings.simplefilter("error")
mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (mapped + int(sys.argv[1]),) * 2)
for name in sys.stdin.read().splitlines():
    print("reading", name, flush=True)
    try:
        pages = pages_of(open_source(Path(name)))
        for number in range(1, min(len(pages), 3) + 1):
            try:
                page = pages.page(number)
                assert (page.pixels is None) != (page.text is None)
            except SourceError:
                pass
    except SourceError as error:
        assert error.message and error.advice
print("finished")
"""


@pytest.mark.skipif(not _DATA.is_dir(), reason="INGEST_TEST_DATA names no folder of foreign files")
@pytest.mark.skipif(sys.platform != "linux", reason="limits are set as Linux knows them")
@pytest.mark.parametrize("folder", ["hostile", "images"])
def test_every_foreign_file_ends_as_pages_or_a_typed_error(folder: str) -> None:
    files = sorted(path for path in (_DATA / folder).rglob("*") if path.is_file())[::_SAMPLE_STEP]
    assert files
    read = subprocess.run(
        [sys.executable, "-c", _READER, str(_MEMORY)],
        input="\n".join(map(str, files)),
        capture_output=True,
        text=True,
        timeout=_TIME_S,
        check=False,
    )
    assert read.returncode == 0, read.stdout.splitlines()[-1:] + read.stderr.splitlines()[-5:]
    assert read.stdout.endswith("finished\n")
    assert read.stderr == ""
