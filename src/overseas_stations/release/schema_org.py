"""One schema.org ``Dataset`` in JSON-LD: what search engines for datasets read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def dataset_jsonld(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """The release as schema.org has it, from the release's descriptor."""
    makers = [{"@type": "Organization", "name": p["title"]} for p in descriptor["contributors"]]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": descriptor["title"],
        "alternateName": descriptor["name"],
        "description": descriptor["description"],
        "url": descriptor["homepage"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"],
        "license": descriptor["licenses"][0]["path"],
        "creator": makers,
        "keywords": list(descriptor.get("keywords", ())),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "isBasedOn": [source["path"] for source in descriptor["sources"] if "path" in source],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": resource["path"],
                "description": resource.get("description") or resource.get("title"),
                "contentUrl": resource["path"],
                "contentSize": f"{resource['bytes']} B",
                "encodingFormat": resource["mediatype"],
                "sha256": resource["hash"].removeprefix("sha256:"),
            }
            for resource in descriptor["resources"]
        ],
    }
