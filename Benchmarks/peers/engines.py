"""Runs an engine in a process of its own, within a time limit.

Each returns what it took in seconds and bytes, `cold`, `warm`, `peakBytes`, `engineBytes`, with its `answers`: for each
case the posterior of each variable in the order of the network. None when the time was up or the engine failed.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent


def run(command, seconds):
    """Returns standard output and standard error, or None with a word to the user."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        print(f"    stopped after {seconds:.0f} s", file=sys.stderr)
        return None
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        print(f"    failed: {lines[-1] if lines else done.returncode}", file=sys.stderr)
        return None
    return done.stdout, done.stderr


def fishbone(command, path, cases, network, seconds, batch=False, threads=1):
    """Runs the built command."""
    call = [
        command, "query", path, "--cases", cases, "--json", "--timing", "--threads", str(threads)]
    streams = run(call + (["--batch"] if batch else []), seconds)
    if streams is None:
        return None
    timing = json.loads(streams[1].splitlines()[-1])
    answers = [
        [[answer["posteriors"][name][state] for state in variable.states]
         for name, variable in network.items()]
        for answer in map(json.loads, streams[0].splitlines())]
    mean = timing.get("meanMicroseconds")
    return {
        "cold": (timing["compileMicroseconds"] + timing["firstAnswerMicroseconds"]) / 1e6,
        "compile": timing["compileMicroseconds"] / 1e6,
        "warm": None if mean is None else mean / 1e6, "peakBytes": timing["peakBytes"],
        "totalCells": timing["totalCells"], "answers": answers}


def agrum(engine, path, cases, seconds):
    """Runs an engine of pyAgrum."""
    return worker("agrum_worker.py", [path, cases, engine], seconds)


def pgmpy(path, cases, seconds):
    """Runs pgmpy."""
    return worker("pgmpy_worker.py", [path, cases], seconds)


def worker(script, arguments, seconds):
    """Runs a script of this folder, which writes its answers to a file and prints the rest."""
    with tempfile.NamedTemporaryFile(suffix=".json") as answers:
        call = [sys.executable, str(FOLDER / script), *arguments, answers.name]
        streams = run(call, seconds)
        if streams is None:
            return None
        result = json.loads(streams[0].splitlines()[-1])
        with open(answers.name, encoding="utf-8") as file:
            result["answers"] = json.load(file)
        return result


def difference(first, second):
    """Returns the largest difference between two lists of answers."""
    if len(first) != len(second):
        raise ValueError("the engines answered different numbers of cases")
    return max(
        abs(a - b)
        for ours, theirs in zip(first, second)
        for x, y in zip(ours, theirs, strict=True)
        for a, b in zip(x, y, strict=True))
