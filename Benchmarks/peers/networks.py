"""The networks of the bnlearn repository, as pgmpy ships them."""

import gzip
import importlib.metadata
import importlib.util
import os
import pathlib
import shutil

# In the order of how hard they are.
USUAL = [
    "asia", "child", "alarm", "win95pts", "hailfinder", "hepar2", "insurance", "pathfinder", "andes",
    "pigs", "water", "mildew", "barley", "diabetes", "munin", "munin4", "munin1", "link"]

# Those that pgmpy answers in a sensible time.
FOR_PGMPY = ["asia", "child", "alarm", "insurance", "win95pts", "hailfinder", "hepar2"]


def unpacked(name, folder):
    """Unpacks a network into `folder` and returns its path."""
    path = os.path.join(folder, f"{name}.bif")
    if not os.path.exists(path):
        # Without importing pgmpy, which takes seconds.
        package = pathlib.Path(importlib.util.find_spec("pgmpy").submodule_search_locations[0])
        packed = package / "utils" / "example_models" / f"{name}.bif.gz"
        if not packed.exists():
            raise SystemExit(f"pgmpy ships no network '{name}'")
        os.makedirs(folder, exist_ok=True)
        with gzip.open(packed, "rb") as source, open(path + ".part", "wb") as target:
            shutil.copyfileobj(source, target)
        os.rename(path + ".part", path)
    return path


def versions():
    """Returns the versions of what is compared."""
    return {name: importlib.metadata.version(name) for name in ["pyAgrum", "pgmpy"]}
