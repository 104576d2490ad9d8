"""What Great Expectations makes of a folder of suites and validation results, one finding a line.

Usage: check_suites.py TABLE FOLDER...

TABLE is a folder of Parquet files. Each FOLDER is opened as Great Expectations' own, its suites and
results are loaded, the suite's expectations are run on the table and compared with the results, and
the Data Docs are built.
"""

import json
import logging
import os
import pathlib
import sqlite3
import sys
import tempfile

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx  # noqa: E402
import pyarrow.parquet  # noqa: E402
from great_expectations.expectations.expectation_configuration import (  # noqa: E402
    ExpectationConfiguration,
)

# Names of types are those of the engine, which is another one here.
OTHER_ENGINE = {"expect_column_values_to_be_of_type", "expect_column_values_to_be_in_type_list"}


def read(table):
    rows = pyarrow.parquet.read_table(table).to_pandas()
    # Of numbers with a null pandas makes objects, which it cannot add.
    rows["price"] = rows["price"].astype(float)
    return rows


def text(error):
    return " ".join(str(error).split())


def batches(context, rows):
    """The rows for the tool's two kinds of engine: LIKE is for databases only."""
    frames = context.data_sources.add_or_update_pandas("frames").add_dataframe_asset("table")
    yield frames.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": rows})
    with tempfile.TemporaryDirectory() as folder:
        with sqlite3.connect(f"{folder}/rows.db") as database:
            rows.to_sql("rows", database, index=False)
        source = context.data_sources.add_or_update_sqlite(
            "database", connection_string=f"sqlite:///{folder}/rows.db"
        )
        asset = source.add_table_asset("table", table_name="rows")
        yield asset.add_batch_definition_whole_table("whole").get_batch()


def loaded(file):
    """The suite's expectations, and what the tool does not take; it alone would leave that out."""
    expectations, findings = {}, []
    suite = json.loads(file.read_text())
    for config in suite["expectations"]:
        try:
            expectation = ExpectationConfiguration(**config).to_domain_obj()
            expectations[expectation.id] = expectation
        except Exception as error:
            findings.append(f"{config.get('type')}: {text(error)}")
    return expectations, findings


def repeated(context, rows, expectations, result):
    """Where the tool, with the same expectations on the same rows, finds something else."""
    open_results = {each.expectation_config.id: each for each in result.results}
    findings = []
    for missing in open_results.keys() ^ expectations.keys():
        findings.append(f"{missing} is not both in the suite and in the result")
    for batch in batches(context, rows):
        for id, ours in list(open_results.items()):
            if ours.expectation_config.type in OTHER_ENGINE or id not in expectations:
                continue
            theirs = batch.validate(expectations[id])
            if "No provider found for" in str(theirs.exception_info):
                continue
            del open_results[id]
            raised = theirs.exception_info.get("raised_exception", True)
            if theirs.success != ours.success or raised:
                findings.append(
                    f"{ours.expectation_config.type} {ours.expectation_config.kwargs}: ours is "
                    f"{ours.success}, Great Expectations' {theirs.success} "
                    f"{text(theirs.exception_info if raised else theirs.result)}"
                )
    for ours in open_results.values():
        if ours.expectation_config.type not in OTHER_ENGINE:
            findings.append(f"{ours.expectation_config.type} runs nowhere")
    return findings


def check(rows, folder):
    expectations, findings = {}, []
    for file in (folder / "expectations").rglob("*.json"):
        more, problems = loaded(file)
        expectations |= more
        findings += problems
    if findings:
        return findings
    context = gx.get_context(mode="file", context_root_dir=str(folder))
    context.variables.progress_bars = {"globally": False}
    names = {suite.name for suite in context.suites.all()}
    results = context.validation_results_store
    for key in results.list_keys():
        result = results.get(key)
        if result.suite_name not in names:
            findings.append(f"there is no suite {result.suite_name}")
        findings += repeated(context, rows, expectations, result)
    context.build_data_docs()
    return findings


def main():
    logging.disable(logging.CRITICAL)
    table, *folders = sys.argv[1:]
    rows = read(table)
    for folder in map(pathlib.Path, folders):
        try:
            findings = check(rows, folder)
        except Exception as error:
            findings = [f"{type(error).__name__}: {text(error)}"]
        for finding in findings:
            print(f"{folder.name}: {finding}")


main()
