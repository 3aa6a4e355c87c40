"""Croissant 1.0: what the files of a release are, for machine learning tools.

Definition: https://docs.mlcommons.org/croissant/docs/croissant-spec.html. Every file is listed, and
every table described column by column. Its columns are taken from the Parquet file where there is
one: readers of Croissant guess the types of a CSV file, and read Namibia's code ``NA`` as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases",
    "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}

#: What Croissant calls a media type, where it has a name of its own.
_CROISSANT_MEDIA = {"application/vnd.apache.parquet": "application/x-parquet"}


def croissant(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """The Croissant description of a release, from the release's descriptor."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": descriptor["name"],
        "alternateName": descriptor["title"],
        "description": descriptor["description"],
        "license": descriptor["licenses"][0]["path"],
        "url": descriptor["homepage"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"],
        "creator": [
            {"@type": "Organization", "name": person["title"]}
            for person in descriptor["contributors"]
        ],
        "keywords": list(descriptor.get("keywords", ())),
        "citeAs": f"{descriptor['contributors'][0]['title']}: {descriptor['name']}, "
        f"version {descriptor['version']}, {descriptor['created']}",
        "isLiveDataset": False,
        "personalSensitiveInformation": "No private person is named; officials only for what they "
        "said in office.",
        "dataBiases": descriptor["description"],
        "distribution": [_file(resource) for resource in descriptor["resources"]],
        "recordSet": list(_record_sets(descriptor)),
    }


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    media = resource["mediatype"]
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource.get("description") or resource.get("title") or resource["name"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": _CROISSANT_MEDIA.get(media, media),
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _record_sets(descriptor: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    tables = [resource for resource in descriptor["resources"] if "schema" in resource]
    paths = {resource["path"] for resource in descriptor["resources"]}
    files = {}
    for table in tables:
        parquet = f"parquet/{table['name']}.parquet"
        files[table["name"]] = parquet if parquet in paths else table["path"]
    for table in tables:
        name, schema = table["name"], table["schema"]
        keys = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", ())}
        fields = []
        for field in schema["fields"]:
            described = _field(name, field, files[name])
            if field["name"] in keys:
                target = keys[field["name"]]
                described["references"] = _column(
                    files[target["resource"] or name], target["fields"][0]
                )
            fields.append(described)
        yield {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": table["description"],
            "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
            "field": fields,
        }


def _field(table: str, field: Mapping[str, Any], file: str) -> dict[str, Any]:
    name = f"{table}/{field['name']}"
    url = field.get("kind") == "url"
    described: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": name,
        "name": name,
        "description": field["description"],
        "dataType": "sc:URL" if url else _TYPES.get(field["type"], "sc:Text"),
        "source": _column(file, field["name"]),
    }
    if field.get("delimiter"):
        described["repeated"] = True
        if not file.endswith(".parquet"):
            described["source"]["transform"] = {"separator": field["delimiter"]}
    return described


def _column(file: str, column: str) -> dict[str, Any]:
    # A reference names the file's column, not the other table's field: mlcroissant joins the
    # tables that a field points at, and cannot where one is pointed at by two or by itself.
    return {"fileObject": {"@id": file}, "extract": {"column": column}}
