"""The mirror's questions give on Spark what they give on DuckDB, over the same files.

Needs `uv sync --group spark` and Java 17, and is left out, by name, where they are missing.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot

from tests.indicators.test_lake import lake_of, row, split
from waymark.indicators.lake import analysis
from waymark.indicators.lake.engine import text_of

sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed (group spark)")
if shutil.which("java") is None:
    pytest.skip("Java is missing", allow_module_level=True)

PARAMETERS: dict[str, dict[str, Any]] = {
    "progress": analysis.progress_parameters(),
    "gaps": {"base_year": 2015},
    "coverage": {},
    "peers": {"by": "region", "since": 2014, "least": 5},
    "others": {
        "framework": "sdg",
        "indicator": "1.1.1",
        "unit": "%",
        "place": "p3",
        "by": "region",
        "peer_group": "002",
        "since": 2014,
        "least": 5,
    },
    "place": {"place": "p3", "framework": "sdg"},
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A Spark of this machine alone."""
    session = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.parametrize("question", PARAMETERS)
def test_spark_and_duckdb_agree(spark: Any, tmp_path: Path, question: str) -> None:
    chance = random.Random(7)
    rows = []
    for number in range(40):
        target = chance.choice([None, 0.0, 50.0, -3.0])
        more = {"direction": chance.choice([1, -1]), "target": target}
        more["target_year"] = None if target is None else 2030
        for year in range(2013, 2025, 3):
            value = chance.choice([0.0, 1.0, None, chance.uniform(-5, 90)])
            rows.append(row(f"p{number}", year, value, **more))
            rows += split(f"p{number}", year, f=chance.uniform(1, 9), m=chance.uniform(1, 9))
    engine = lake_of(tmp_path, *rows)
    files = [str(path) for path in tmp_path.glob("framework=*/country=*")]
    spark.read.option("basePath", str(tmp_path)).parquet(*files).createOrReplaceTempView(
        "observations"
    )
    [text] = sqlglot.transpile(text_of(question), read="duckdb", write="spark")
    there = [tuple(one) for one in spark.sql(text, args=PARAMETERS[question]).collect()]
    here = list(engine.rows(question, PARAMETERS[question]))
    assert len(here) == len(there) > 0
    for mine, other in zip(here, there, strict=True):
        for one, two in zip(mine, other, strict=True):
            same = pytest.approx(one, rel=1e-9) if isinstance(one, float) else one
            assert two == same, (mine, other)
