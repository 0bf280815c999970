"""The program with fake readers, for tests that kill it: ``python fake_desk.py batch|watch FOLDER ...``."""

from __future__ import annotations

import sys

import cli

if __name__ == "__main__":
    cli.ingest.main(sys.argv[1:], obj=cli.Desk(reading="fake_readers:by_content"))
