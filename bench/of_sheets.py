"""What the report says of reading a clerk's sheet."""

from collections.abc import Iterator

from bench.results import Results, line, row, table

MEGABYTES = 150


def lines(results: Results) -> Iterator[str]:
    told = results.sheets
    grown = told["understood"] / told["openpyxl"]
    by = f"phrases of days and hours: {told['openpyxl']:.2f} and {told['understood']:.2f} s of CPU"
    yield from ("## A clerk's sheet", "", *table())
    yield line("2,000 rows read and understood, by openpyxl reading them alone", grown, "≤", 10.0, by)
    megabytes = told["megabytes"]
    yield row("memory beyond a process that has it all loaded", f"≤ {MEGABYTES} MB", f"{megabytes:.0f} MB",
              "the rows as they were understood", met=megabytes <= MEGABYTES)  # fmt: skip
    yield ""
