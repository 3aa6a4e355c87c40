"""The exported Parquet as Spark reads it: the same rows and values as the records."""

from __future__ import annotations

from pathlib import Path

import pytest

import overseas_stations as ost
from overseas_stations.export import content_of, export
from overseas_stations.validation import validate
from tests.agreement import meant, told
from tests.conftest import write_example

#: One process starts Spark once.
pytestmark = pytest.mark.xdist_group("spark")


def test_spark_reads_every_table(real: ost.Dataset, tmp_path: Path) -> None:
    # The engine of validation starts Spark, with the Java that its extra brings.
    validate(write_example(tmp_path / "package", {}), engine="spark")
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    export(real, tmp_path / "out", ["parquet"])
    for table in content_of(real).tables:
        frame = spark.read.parquet(str(tmp_path / "out" / "parquet" / f"{table.name}.parquet"))
        assert told(frame.select(*table.columns).collect()) == meant(table), table.name
