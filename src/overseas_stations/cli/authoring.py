"""Commands that change the data: new records, retirements; and the sources that are due."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from overseas_stations.cli.options import JsonOption
from overseas_stations.cli.output import console, grid, plain, print_json, stderr
from overseas_stations.errors import UnknownNameError, suggest
from overseas_stations.version import __version__

if TYPE_CHECKING:
    from overseas_stations.authoring import Draft, Retirement
    from overseas_stations.schema.spec import TableSpec

#: What ``new`` makes, and the table it goes to.
KINDS = {
    "station": "stations",
    "investigation": "investigations",
    "statement": "statements",
    "event": "events",
    "figure": "figures",
    "cooperation": "cooperations",
    "return-case": "return_cases",
    "organisation": "organisations",
    "source": "sources",
}

#: What evidence's columns are called on the command line, where by another name.
_CALLED = {"source": "source_id", "by": "attributed_to"}

_EVIDENCE_HELP = {
    "--source SRC": "Where it was read; the options below that follow are about it.",
    "--by ORG": "Who says so (of a statement the issuer, of a figure the claimant, unless given).",
    "--fields a,b": "The columns it speaks to; else * (the record itself) and every filled one.",
    "--locator, --note": "Where in the source; a remark.",
    "--relies-on, --relation, --value, --withdrawn-by": "As in the codebook.",
}

_UNDO = "All files are written or none. Undo is git: git restore data."

_HELP = f"""Enter a row of {{table}}.

Write --COLUMN VALUE for any column, such as new {{kind}} --summary "In our own words."; a column
country_id may be called --country; the items of a list are joined by ; or given one by one.
The id is the next one. At a terminal, what is missing is asked for.

Exit 0 written, 1 refused, 2 cannot run. {_UNDO}
"""

DataOption = Annotated[Path, typer.Option("--data", help="The folder of the CSV files.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Print what would be written; change nothing.")
]

new = typer.Typer(
    name="new",
    help=f"Enter a record with its evidence. {_UNDO}",
    no_args_is_help=True,
    rich_markup_mode=None,
)
sources = typer.Typer(
    name="sources",
    help="What there is to do about sources.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _command(kind: str, table: str) -> Callable[..., None]:
    def command(
        context: typer.Context,
        values: Annotated[
            list[str] | None, typer.Option("--set", help="COLUMN=VALUE; may be repeated.")
        ] = None,
        data: DataOption = Path("data"),
        dry_run: DryRunOption = False,
        no_place: Annotated[
            bool, typer.Option("--no-place", help="A station's city is not looked up in GeoNames.")
        ] = False,
    ) -> None:
        from overseas_stations import authoring
        from overseas_stations.authoring.tables import Tables, csv_folder
        from overseas_stations.cli import asking
        from overseas_stations.schema.spec import table_spec

        spec = table_spec(table)
        cells, evidence = _parsed(spec, context.args, values or [])
        asked = asking.somebody_is_there() and asking.ask(
            Tables(csv_folder(data)), spec, cells, evidence
        )
        with _refusals(_as_command(kind, cells, evidence) if asked else None):
            if asked or dry_run:
                _print_rows(authoring.draft(data, table, cells, evidence, place=not no_place))
            if dry_run or (asked and not typer.confirm("Write it?", default=True)):
                return
            written = authoring.new_record(data, table, cells, evidence, place=not no_place)
        console.print(f"wrote {written}; check with overseas-stations validate")

    return command


class _Columns(TyperCommand):
    """A command whose help ends with the table's columns; the schema is read only for that."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the columns with what they mean, and how evidence is given."""
        from overseas_stations.schema.spec import table_spec

        spec = table_spec(KINDS[self.name or ""])
        with formatter.section(f"Columns of {spec.name}, each an option"):
            formatter.write_dl(
                [
                    (
                        f"--{field.name.replace('_', '-')}",
                        field.description
                        + (f" ({', '.join(field.vocabulary)})" if field.vocabulary else ""),
                    )
                    for field in spec.fields
                ]
            )
        if spec.has_evidence:
            with formatter.section("Evidence, a row for each --source"):
                formatter.write_dl(list(_EVIDENCE_HELP.items()))


def _parsed(
    spec: TableSpec, args: list[str], values: list[str]
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Options as the record's cells and its rows of evidence.

    After ``--source`` an option is that row's if evidence has such a column, else the record's.
    """
    from overseas_stations.schema.spec import table_spec

    about = table_spec("evidence")
    cells: dict[str, str] = {}
    evidence: list[dict[str, str]] = []
    for name, value in (*_pairs(values), *_options(args)):
        column = name.replace("-", "_")
        told = _CALLED.get(column, column)
        if spec.has_evidence and told == "source_id":
            evidence.append({told: value})
        elif evidence and told in about.columns:
            _put(about, evidence[-1], told, value.replace(",", ";") if told == "fields" else value)
        else:
            _put(spec, cells, _column(spec, column), value)
    return cells, evidence


def _pairs(values: list[str]) -> Iterator[tuple[str, str]]:
    for each in values:
        name, equals, value = each.partition("=")
        if not equals:
            raise UnknownNameError(f"--set {each!r}: write --set COLUMN=VALUE")
        yield name, value


def _options(args: list[str]) -> Iterator[tuple[str, str]]:
    rest = iter(args)
    for option in rest:
        if not option.startswith("--"):
            raise UnknownNameError(f"unexpected {option!r}; write --COLUMN VALUE")
        name, equals, value = option.removeprefix("--").partition("=")
        if not equals:
            following = next(rest, None)
            if following is None:
                raise UnknownNameError(f"{option} needs a value; write {option} VALUE")
            value = following
        yield name, value


def _column(spec: TableSpec, name: str) -> str:
    for column in (name, f"{name}_id", f"{name}_ids"):
        if column in spec.columns:
            return column
    by = "; --by goes after a --source" if name == "by" else ""
    raise UnknownNameError(
        f"table {spec.name} has no column {name!r}{suggest(name, spec.columns)}{by}"
    )


def _put(spec: TableSpec, cells: dict[str, str], column: str, value: str) -> None:
    if column not in cells:
        cells[column] = value
    elif spec.field(column).type == "list":
        cells[column] = f"{cells[column]};{value}"
    else:
        raise UnknownNameError(f"--{column.replace('_', '-')} is given twice")


def _as_command(kind: str, cells: dict[str, str], evidence: list[dict[str, str]]) -> str:
    """What was answered, as a command that need not ask."""
    words = ["overseas-stations", "new", kind]
    for row in (cells, *evidence):
        for column, value in row.items():
            if value:
                called = next((k for k, v in _CALLED.items() if v == column), column)
                words += [f"--{called.replace('_', '-')}", value]
    return shlex.join(words)


@contextmanager
def _refusals(again: str | None = None) -> Iterator[None]:
    """Each problem of a refusal on a line of stderr, and exit 1.

    ``again`` is the command that would say what was typed at the prompts, so that it is not lost.
    """
    from overseas_stations.authoring import AuthoringRefusedError

    try:
        yield
    except AuthoringRefusedError as error:
        for problem in error.problems:
            stderr.print(f"[red]refused:[/] {plain(problem)}")
        if again:
            stderr.print(f"mend and run: {plain(again)}")
        raise typer.Exit(1) from error


def _print_rows(made: Draft) -> None:
    for table, rows in ((made.table, (made.record,)), ("evidence", made.evidence)):
        for row in rows:
            console.print(f"[bold]{table}[/]")
            for column, cell in row.items():
                if cell:
                    console.print(f"  {column}: {plain(cell)}")


def retire(
    record_id: str,
    reason: Annotated[str, typer.Option("--reason", help="Why it goes, in a sentence.")],
    replaced_by: Annotated[
        str | None, typer.Option("--replaced-by", help="The record that stands for it now.")
    ] = None,
    left_out: Annotated[
        str | None,
        typer.Option("--left-out", help="Why facts in the curation log are used by none now."),
    ] = None,
    version: Annotated[
        str, typer.Option("--in", help="The version whose release retires it.")
    ] = __version__,
    data: DataOption = Path("data"),
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Move a record out: its id is retired, with its evidence or in favour of another record.

    With --replaced-by, what points at it points there from now on, and its evidence speaks for
    that record where the two say the same; without, nothing may point at it any more. Exit 0
    retired, 1 refused, 2 cannot run. All files are written or none. Undo is git: git restore data.
    """
    from overseas_stations.authoring import retire as run

    with _refusals():
        done = run(
            data,
            record_id,
            reason=reason,
            version=version,
            replaced_by=replaced_by,
            left_out=left_out,
            write=not dry_run,
        )
    if as_json:
        print_json(asdict(done))
        return
    _print_retirement(done, "would retire" if dry_run else "retired")


def _print_retirement(done: Retirement, did: str) -> None:
    for row in done.retired:
        successor = f" (now {row['replaced_by']})" if row["replaced_by"] else ""
        console.print(f"{did} {row['id']}{successor}: {plain(row['reason'])}")
    for place in done.repointed:
        console.print(f"points at the successor: {plain(place)}")
    for row_id in done.moved:
        console.print(f"speaks for the successor: {row_id}")
    for told in done.left:
        console.print(f"said of the successor by nobody, look at it: {plain(told)}")


@sources.command("due")
def due(
    older_than: Annotated[
        int | None,
        typer.Option("--older-than", min=0, help="Days after which a source is read again (365)."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="A package's folder instead of the bundled data."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the sources to be read again or archived, the one read longest ago first, with why."""
    from overseas_stations import load
    from overseas_stations.authoring import OLDER_THAN, due_sources

    days = OLDER_THAN if older_than is None else older_than
    found = due_sources(load(data), date.today(), days)
    if as_json:
        print_json([asdict(each) for each in found])
        return
    table = grid("source", "read", "why", "url")
    for each in found:
        why = ", ".join(each.why)
        table.add_row(each.source_id, each.accessed_on or "", why, plain(each.url))
    console.print(table)
    console.print(f"{len(found)} sources are due")


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for kind, table in KINDS.items():
        new.command(
            kind,
            cls=_Columns,
            help=_HELP.format(kind=kind, table=table),
            context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        )(_command(kind, table))
    app.add_typer(new)
    app.command("retire")(retire)
    app.add_typer(sources)
