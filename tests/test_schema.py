"""The schema's faces agree with the records, with the standard, and with the committed files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import dplib
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource

from overseas_stations.schema.files import check_schema, schema_files, write_schema
from overseas_stations.schema.json_schema import json_schema_text
from overseas_stations.schema.spec import TableSpec, all_tables
from overseas_stations.schema.table_schema import descriptor
from overseas_stations.validation.plain import frictionless_errors
from overseas_stations.validation.rules import Patch
from tests.conftest import ROOT
from tests.strategies import records

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
