"""Reads artifacts as dbt does, and checks them against the schemas that dbt publishes of them.

check_artifacts.py FOLDER: prints what is wrong, a line each; nothing where all is right.
"""

import json
import sys
from pathlib import Path

from dbt.artifacts.resources import GenericTest, Model, Seed
from dbt.artifacts.schemas.catalog import CatalogArtifact
from dbt.artifacts.schemas.freshness import FreshnessExecutionResultArtifact
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.run import RunResultsArtifact
from jsonschema import Draft202012Validator

ARTIFACTS = {
    "manifest.json": WritableManifest,
    "catalog.json": CatalogArtifact,
    "run_results.json": RunResultsArtifact,
    "sources.json": FreshnessExecutionResultArtifact,
}


def innermost(error):
    """Of a value that may be of several kinds, what is wrong with the kind that it nearly is."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    return error


def node_problems(manifest):
    """Which of a manifest's nodes dbt cannot read: of all together it does not say."""
    kinds = {"model": Model, "seed": Seed, "test": GenericTest}
    for node in manifest["nodes"].values():
        try:
            kinds[node["resource_type"]].from_dict(node)
        except Exception as error:
            yield f"manifest.json: {node['unique_id']}: {type(error).__name__}: {str(error)[:300]}"


def problems(path, artifact):
    content = json.loads(path.read_text())
    # dbt makes the schemas that it publishes of these classes.
    for error in Draft202012Validator(artifact.json_schema()).iter_errors(content):
        cause = innermost(error)
        place = "/".join(str(step) for step in cause.absolute_path)
        yield f"{path.name}: {place}: {cause.message[:300]}"
    if path.name == "manifest.json":
        yield from node_problems(content)
    try:
        # Not all of them look at the version that they read.
        read = getattr(artifact, "read_and_check_versions", None)
        if read:
            read(str(path))
        else:
            artifact.from_dict(content)
    except Exception as error:  # Whatever it is, it is what dbt makes of the file.
        yield f"{path.name}: dbt cannot read it: {type(error).__name__}: {str(error)[:300]}"


def main():
    folder = Path(sys.argv[1])
    for name, artifact in ARTIFACTS.items():
        for problem in problems(folder / name, artifact):
            print(problem)


main()
