"""The command line: arguments in, printing, exit code out. No thinking."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from ingest.errors import IngestError, SetupError
from mailroom import config, version
from mailroom.outcome import SCHEMA, Outcome, outcome_of, told, worst
from mailroom.process import ReadingRoom
from mailroom.progress import bar
from mailroom.shown import shown, shown_name

INTERRUPTED = 130
if TYPE_CHECKING:
    from rich.console import Console

FILE = click.Path(path_type=Path)
PASSWORD_FILE = click.option(
    "--password-file",
    type=FILE,
    metavar="FILE",
    help="Text file with the passwords to try on locked PDFs, one on a line.",
)


@dataclass(slots=True)
class Desk:
    """What the commands share.

    Parameters
    ----------
    reading
        ``module:function`` that turns one file into its record, in a process of its own.
    flags
        Settings from the command line, as texts by ``part.key``.

    """

    reading: str = "mailroom.desk:record_of_file"
    flags: dict[str, str] = field(default_factory=dict)
    file: Path | None = None
    debug: bool = False

    def settings(self, **flags: object) -> config.Settings:
        """The settings of this run; flags are named ``part__key``, None is not given."""
        given = {name.replace("__", "."): _text(value) for name, value in flags.items() if value is not None}
        return config.load(self.flags | given, os.environ, file=self.file, folder=Path.cwd())

    def unlocking(self, password_file: Path | None, **flags: object) -> config.Settings:
        """The settings of this run, with the file of passwords; readers may stand in another folder."""
        path = None if password_file is None else password_file.absolute()
        return self.settings(read__password_file=path, **flags)

    def room(self, settings: config.Settings, *, many: bool = False) -> ReadingRoom:
        """Where files are read with these settings."""
        return ReadingRoom(self.reading, settings, many=many, trace=self.debug)


class Commands(click.Group):
    """Commands whose deliberate errors end as one line on stderr and their exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except IngestError as error:
            _complain(error.message, error.advice)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            _complain("Interrupted.", "")
            ctx.exit(INTERRUPTED)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"ingest {version.version()}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version.",
)
@click.option("--config", "file", type=FILE, help="Settings file; else ingest.toml in this folder.")
@click.option("-v", "--debug", is_flag=True, help="Tell more on stderr; never what a letter says.")
@click.pass_context
def ingest(ctx: click.Context, file: Path | None, debug: bool) -> None:
    """Read IRS letters: what each is, by when, and what to do next.

    Exit codes: 0 read and certain, 10 a person must look, 1 a fault in this program, 2 wrong usage,
    3 a file that cannot be worked, 4 a missing or failing tool, 5 wrong settings, 6 the store, 130
    interrupted. For many files the worst wins.
    """
    desk = ctx.ensure_object(Desk)
    desk.file, desk.debug = file, debug
    level = logging.DEBUG if debug else logging.INFO
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(message)s", force=True)
    logging.getLogger("mailroom").setLevel(level)


@ingest.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file and line.")
@click.option("--abroad", is_flag=True, default=None, help="The taxpayer lives outside the United States.")
@click.option("--postmark", type=click.DateTime(["%Y-%m-%d"]), help="Day stamped on the envelope.")
@click.option("--lang", type=click.Choice(["en", "es"]), help="Language of the advice; else English.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True, help="Count days from here.")
@click.option("--pdf", type=FILE, metavar="OUT.pdf", help="Write a copy whose text can be searched.")
@click.option("--attach", is_flag=True, help="Put the file as it came into that copy.")
@click.option("--force", is_flag=True, help="Replace a copy that is there already.")
@click.option("--long", is_flag=True, help="Tell every way forward in full, and those that do not fit.")
@click.option("--join", is_flag=True, help="Files that hold loose pages of one letter are one letter.")
@PASSWORD_FILE
@click.pass_obj
def classify(
    desk: Desk,
    files: tuple[Path, ...],
    *,
    as_json: bool,
    long: bool,
    join: bool,
    abroad: bool | None,
    postmark: dt.datetime | None,
    lang: str | None,
    today: dt.datetime | None,
    pdf: Path | None,
    attach: bool,
    force: bool,
    password_file: Path | None,
) -> None:
    """Say what each letter is, by when something must be done, and what."""
    from classify.catalogue import load_language
    from mailroom import card, loose

    if pdf is not None and len(files) > 1:
        raise click.UsageError("--pdf goes with one FILE.")
    if pdf is None and (attach or force):
        raise click.UsageError("--attach and --force go with --pdf.")
    settings = desk.unlocking(
        password_file,
        advice__abroad=abroad,
        advice__postmark=postmark,
        advice__lang=lang,
        advice__today=today,
    )
    language = load_language(settings.advice.lang)
    console, codes = _console(), []
    with desk.room(settings, many=len(files) > 1) as room:
        worked: Iterable[tuple[Path, Outcome]] = (
            (path, _read(path, room) if pdf is None else _copied(path, pdf, room, attach, force))
            for path in files
        )
        if join:
            worked = loose.put_together(dict(worked), room, lambda path: shown_name(path.name)).items()
        for path, outcome in worked:
            codes.append(outcome.exit_code)
            if as_json:
                click.echo(json.dumps(outcome.record))
            elif _worked(path, outcome):
                day = settings.advice.today or dt.date.today()  # noqa: DTZ011 - the day on the wall counts
                card.show(console, outcome.record, day, language, long=long)
    sys.exit(worst(codes))


@ingest.command()
@click.argument("file", type=FILE)
@click.option("--picture", type=FILE, metavar="OUT.png", help="Draw the page with what was read framed.")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Page to draw.")
@click.option("--force", is_flag=True, help="Replace a picture that is there already.")
@PASSWORD_FILE
@click.pass_obj
def explain(
    desk: Desk, file: Path, picture: Path | None, page: int, *, force: bool, password_file: Path | None
) -> None:
    """Show where on the page each field was read, and what else it could have been."""
    from mailroom import explain as explained
    from mailroom import tray

    settings = desk.unlocking(password_file)
    if picture is not None:
        tray.refuse(picture, file, force=force)
    with desk.room(settings) as room:
        outcome = _read(file, room)
    if _worked(file, outcome):
        if picture is not None:
            explained.draw(file, outcome.record, picture, page=page, settings=settings, force=force)
        explained.show(_console(), outcome.record)
    sys.exit(outcome.exit_code)


@ingest.command()
@click.argument("file", type=FILE)
@click.option("-o", "--output", required=True, type=FILE, metavar="DIR", help="Folder for the pictures.")
@click.option("--force", is_flag=True, help="Replace pictures that are there already.")
@PASSWORD_FILE
@click.pass_obj
def clean(desk: Desk, file: Path, output: Path, *, force: bool, password_file: Path | None) -> None:
    """Write each page before and after clean-up as a picture, and say what was done to it."""
    from mailroom import cleaned

    settings = desk.unlocking(password_file)
    with ReadingRoom(cleaned.READING, settings, trace=desk.debug) as room, bar(shown_name(file.name)) as tell:
        lines = cleaned.write(file, output, room, force=force, on_page=tell)
    for line in lines:
        click.echo(line)


@ingest.command()
@click.argument("folder", type=FILE)
@click.option("--output", required=True, type=FILE, help="Folder for records.jsonl and results.csv.")
@click.option("--workers", type=click.IntRange(min=1), help="Files read at once; else one for each core.")
@click.option("--recursive", is_flag=True, help="Also the folders below.")
@PASSWORD_FILE
@click.pass_obj
def batch(
    desk: Desk,
    folder: Path,
    output: Path,
    workers: int | None,
    recursive: bool,
    password_file: Path | None,
) -> None:
    """Read every file of a folder; a second run reads only what is new."""
    from mailroom import batch as batches
    from mailroom import report

    settings = desk.unlocking(password_file, process__workers=workers)
    settings = settings.keeping_readings(output / ".batch" / "readings")
    order = batches.Batch(folder, output, recursive, settings.process.workers or os.cpu_count() or 1)
    with desk.room(settings, many=True) as room, bar("Reading") as tell:
        records = batches.run(order, room, lambda news: tell(news.finished, news.files))
    report.show(_console(), report.report_of(records), settings.advice.today or dt.date.today())  # noqa: DTZ011 - the day on the wall counts
    sys.exit(worst(Outcome(record, None).exit_code for record in records))


@ingest.command()
@click.argument("source", type=FILE, metavar="FOLDER|RECORDS")
@click.option("--workers", type=click.IntRange(min=1), help="Files read at once; else one for each core.")
@click.option("--recursive", is_flag=True, help="Also the folders below.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True, help="Count days from here.")
@click.pass_obj
def case(
    desk: Desk,
    source: Path,
    *,
    workers: int | None,
    recursive: bool,
    as_json: bool,
    today: dt.datetime | None,
) -> None:
    """Put letters of one taxpayer and period together: what came when, what is open, what does not fit.

    FOLDER holds letters, or is the output of a batch; RECORDS is a file of records, one to a line.
    """
    from classify.catalogue import load_catalogue
    from mailroom import case as cases

    settings = desk.settings(process__workers=workers, advice__today=today)
    with bar("Reading") as tell:
        records = cases.records_at(
            source,
            lambda: desk.room(settings, many=True),
            recursive=recursive,
            on_news=lambda news: tell(news.finished, news.files),
        )
    day = settings.advice.today or dt.date.today()  # noqa: DTZ011 - the day on the wall counts
    dossier = cases.dossier_of(records, load_catalogue(), day)
    if as_json:
        click.echo(json.dumps(cases.as_json(dossier)))
    else:
        cases.show(_console(), dossier, day)
    sys.exit(dossier.exit_code)


@ingest.command()
@click.option(
    "-o", "--output", "out", required=True, type=FILE, metavar="SHEET.pdf", help="Where to write it."
)
def separator(out: Path) -> None:
    """Write a separator sheet: print it and lay it between letters, and a stack is cut there for sure."""
    from mailroom.stationery import write_separator

    write_separator(out)
    click.echo(f"{shown_name(out)}: print it on US letter or A4 paper, one sheet between two letters.")


@ingest.command()
@click.argument("drop", type=FILE)
@click.option("--once", is_flag=True, help="End when everything in the folder has been filed.")
@click.option("--settle-s", type=click.FloatRange(min=0), help="A file is complete after so long unchanged.")
@click.option("--workers", type=click.IntRange(min=1), help="Files read at once; else one for each core.")
@click.option("--ledger", type=FILE, help="Path of the ledger; else .ledger/ledger.sqlite in the folder.")
@click.pass_obj
def watch(
    desk: Desk, drop: Path, *, once: bool, settle_s: float | None, workers: int | None, ledger: Path | None
) -> None:
    """Read what is dropped into a folder and file it into done, review, not-irs or failed."""
    from mailroom.watch import watching

    settings = desk.settings(watch__settle_s=settle_s, watch__ledger=ledger, process__workers=workers)
    cores = settings.process.workers or os.cpu_count() or 1
    with (
        desk.room(settings, many=True) as room,
        watching(drop, room, settings, workers=cores) as watcher,
    ):
        signal.signal(signal.SIGTERM, lambda *_: watcher.stop())
        code = watcher.run(once=once)
    sys.exit(code if once else 0)


class Shelf(click.Group):
    """Commands on the catalogue; a first word that is none of them is the code of a notice."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or ``show`` with every word."""
        if args[0] in self.commands or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        return "show", self.commands["show"], args


@ingest.group(cls=Shelf, invoke_without_command=True, subcommand_metavar="[CODE | COMMAND]")
@click.pass_context
def notices(ctx: click.Context) -> None:
    """Show the catalogue, or what it knows of one notice: `ingest notices CP504`."""
    if ctx.invoked_subcommand is None:
        _show_notices(None)


@notices.command("show")
@click.argument("code", nargs=-1, required=True)
def show_notice(code: tuple[str, ...]) -> None:
    """Show everything that is known of one notice."""
    _show_notices(" ".join(code))


@notices.command("lint")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True, help="Take this for today.")
def lint_notices(today: dt.datetime | None) -> None:
    """Say what is wrong in the catalogue: one line each and exit code 5; else one closing line."""
    from classify.catalogue import load_catalogue
    from mailroom import upkeep

    sys.exit(0 if upkeep.lint(_console(), load_catalogue(), _today(today)) else SetupError.exit_code)


@notices.command("age")
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=365,
    show_default=True,
    help="Mark what was read longer ago than this.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True, help="Take this for today.")
def age_of_notices(days: int, today: dt.datetime | None) -> None:
    """Say how long ago each source was read, oldest first, and which notices rest on it."""
    from classify.catalogue import load_catalogue
    from mailroom import upkeep

    upkeep.age(_console(), load_catalogue(), _today(today), old_after_days=days)


@notices.command("table")
def table_of_notices() -> None:
    """Print the whole catalogue as the Markdown of docs/notices.md."""
    from classify.catalogue import load_catalogue
    from mailroom.notices_table import table

    click.echo(table(load_catalogue()), nl=False)


def _show_notices(code: str | None) -> None:
    from classify.catalogue import load_catalogue
    from mailroom import notices as shelf

    shelf.show(_console(), load_catalogue(), code)


def _money(text: str) -> Decimal:
    """Dollars and cents from ``9533.53`` or ``$9,533.53``."""
    try:
        amount = Decimal(text.lstrip("$").replace(",", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < 10**15:
        raise click.BadParameter(f"{text!r} is no amount such as 9533.53.")
    return amount.quantize(Decimal("0.01"))


DAY = click.DateTime(["%Y-%m-%d"])


@ingest.command()
@click.option(
    "--balance", type=_money, metavar="AMOUNT", required=True, help="What is owed on the first day."
)
@click.option(
    "--tax", type=_money, metavar="AMOUNT", help="The part of it that is unpaid tax; else none to all of it."
)
@click.option("--from", "start", type=DAY, required=True, help="Day to which the balance is worked out.")
@click.option("--to", "until", type=DAY, required=True, help="Day to grow it to.")
@click.option("--due", type=DAY, help="Day the tax was due: tells when penalty months begin.")
@click.option("--charged", type=click.FloatRange(0, 25), help="Percent that the penalty has reached.")
@click.option("--plan", is_flag=True, help="A payment plan is in force; individuals who filed on time.")
@click.option("--levy-notice", type=DAY, help="Date of a notice of intent to levy.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def grow(balance: Decimal, *, as_json: bool, **facts: Any) -> None:
    """Estimate what a debt grows to by a day if nothing is paid, with every step."""
    from mailroom import grow as grown

    try:
        found = grown.by_hand(balance, **{name: _day(fact) for name, fact in facts.items()})
    except ValueError as error:
        raise click.UsageError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    grown.show(_console(), found, as_json=as_json)


@ingest.command()
@click.argument("code", nargs=-1, required=True)
@click.option("--date", "dated", metavar="DATE", help="The notice date, as 2024-03-11.")
@click.option(
    "--printed",
    multiple=True,
    metavar="DATE",
    help="A date that the letter prints; hearing=DATE (or pay_by=, answer_by=) says what it is for.",
)
@click.option("--amount", metavar="AMOUNT", help="What the letter asks to be paid, as 9533.53.")
@click.option("--abroad", is_flag=True, help="The letter is addressed outside the United States.")
@click.option("--postmark", metavar="DATE", help="Day stamped on the envelope.")
@click.option("--termination", metavar="DATE", help="The day on which the payment plan ends, as printed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), hidden=True, help="Count days from here.")
def deadline(code: tuple[str, ...], *, as_json: bool, today: dt.datetime | None, **given: Any) -> None:
    """Work out by hand every date that a notice sets, with each step.

    Without a date there is no deadline: nothing is counted from today.
    """
    from classify.catalogue import load_catalogue
    from mailroom import by_hand

    day = _today(today)
    try:
        made = by_hand.answer(load_catalogue(), " ".join(code), by_hand.anchors_of(**given), day)
    except IngestError as error:
        if not as_json:
            raise
        click.echo(json.dumps({"schema": SCHEMA, "error": told(error)}))
        sys.exit(error.exit_code)
    if as_json:
        click.echo(json.dumps(by_hand.record(made)))
    else:
        by_hand.show(_console(), made)
    sys.exit(made.exit_code)


@ingest.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(as_json: bool) -> None:
    """Say whether this machine is fit, and the remedy for each lack."""
    from mailroom import doctor as examiner

    checks = examiner.examine(Path.cwd())
    examiner.show(_console(), checks, as_json=as_json)
    sys.exit(examiner.exit_code(checks))


def _today(today: dt.datetime | None) -> dt.date:
    """The day that counts: the one given, else the one on the wall."""
    return dt.date.today() if today is None else today.date()  # noqa: DTZ011 - the day on the wall is meant


def _read(path: Path, room: ReadingRoom) -> Outcome:
    with bar(shown_name(path.name)) as tell:
        return outcome_of(path, room, tell)


def _copied(path: Path, pdf: Path, room: ReadingRoom, attach: bool, force: bool) -> Outcome:
    from mailroom.searchable import outcome_with_copy

    with bar(shown_name(path.name)) as tell:
        return outcome_with_copy(path, pdf, room, attach=attach, force=force, on_page=tell)


def _worked(path: Path, outcome: Outcome) -> bool:
    """Whether there is a record to show; else the file's error is told on stderr."""
    if outcome.error is not None:
        _complain(f"{shown_name(path)}: {outcome.error['message']}", outcome.error["advice"])
    return outcome.error is None


def _complain(message: str, advice: str) -> None:
    click.echo(f"{shown(message)} {shown(advice)}".rstrip(), err=True)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _day(value: Any) -> Any:
    """The day of what click read as a date and time; anything else as it is."""
    return value.date() if isinstance(value, dt.datetime) else value


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def main() -> None:
    """The program."""
    sys.excepthook = _tell_fault
    # A letter may hold a character that this terminal or pipe has no code for.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    ingest.main(prog_name="ingest")


def _tell_fault(kind: type[BaseException], fault: BaseException, _: TracebackType | None) -> None:
    """A fault of the program by kind and place: its sentence could quote a letter."""
    from mailroom.reader import places

    where = " < ".join(reversed(places(fault)))
    _complain(f"A fault in the program: {kind.__name__} at {where}.", "Please report this line.")


if __name__ == "__main__":
    main()
