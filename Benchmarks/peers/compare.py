#!/usr/bin/env python3
"""Compares Fishbone with pyAgrum and pgmpy on the networks that pgmpy ships.

    compare.py --command .build/release/fishbone --work .build/peers [--networks alarm link] [--json FILE] [--markdown FILE]

Warm: the engine is built; then so many evidence sets, each a new random 20 % of the variables in states drawn from the
network, all posteriors read; time per evidence set, one more before them left out. Cold: building the engine and the first
answer, without evidence, in a process that does nothing else; its peak is the memory that is told.
Neither has reading files or writing answers in it. One thread each.

Runs alternate, ours, theirs, ours, theirs, each in a process of its own: every round has one run of each of pyAgrum's engines,
and one of ours before each. What is told is the median over the rounds; of pyAgrum's engines the better one.
Ratios are theirs over ours, medians over the pairs. All posteriors of all runs have to agree within 1e-9.

A network on which the evidence sets would take an engine longer than --seconds gets a tenth of them.

Of pyAgrum's memory it is told what its engine added to a process that had the network already.
"""

import argparse
import json
import os
import platform
import statistics
import sys

import bif
import cases
import engines
import networks
import report

AGREEMENT = 1e-9
OURS = "fishbone"
AGRUM = ["Lazy", "ShaferShenoy"]


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", required=True, help="the fishbone executable")
    parser.add_argument("--work", required=True, help="a folder for the networks and the cases")
    parser.add_argument("--networks", nargs="*", default=networks.USUAL, metavar="NAME")
    parser.add_argument("--pgmpy", nargs="*", default=networks.FOR_PGMPY, metavar="NAME")
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=120, help="the most that one run may take")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--markdown", metavar="FILE")
    options = parser.parse_args()
    if options.cases < 1 or options.rounds < 1 or not 0 < options.share <= 1:
        parser.error("--cases and --rounds are from 1, --share is above 0 and up to 1")
    return options


def main():
    options = arguments()
    rows = []
    load = os.getloadavg()[0]
    for name in options.networks:
        print(f"{name}", file=sys.stderr)
        rows.append(compare(name, options))
    machine = {
        "processor": report.processor(), "cores": os.cpu_count(), "load": load, "python": platform.python_version(),
        **networks.versions()}
    table = report.markdown(rows, machine, options)
    report.write(table, machine, rows, options)
    if any(row["largestDifference"] is not None and row["largestDifference"] > AGREEMENT for row in rows):
        sys.exit(f"the engines differ by more than {AGREEMENT}")


def compare(name, options):
    """Returns the row of a network."""
    path = networks.unpacked(name, options.work)
    network = bif.read(path)
    file = Cases(name, network, options)
    row = {"network": name, "variables": len(network), "largestDifference": None}
    row["evidenceSets"], warm, failed = plan(path, network, file, options)
    row["warm"] = rounds("warm", path, network, warm, failed, options, row)
    row["cold"] = rounds("cold", path, network, file.empty, set(), options, row)
    row["batch"] = {} if OURS in failed or len(network) > 100 else batches(path, network, file, options)
    if name in options.pgmpy:
        row["pgmpy"] = beside_pgmpy(path, network, file, options, row)
    return row


def batches(path, network, file, options):
    """Returns what a case takes in batches: by itself, with others, with others in two threads, and with others that observe the same
    variables. Medians of the rounds."""
    ways = {
        "alone": (file.batch, False, 1), "together": (file.batch, True, 1),
        "twoThreads": (file.batch, True, 2), "sameAlone": (file.same, False, 1),
        "sameTogether": (file.same, True, 1)}
    runs = {way: [] for way in ways}
    for _ in range(options.rounds):
        for way, (cases_file, together, threads) in ways.items():
            run = engines.fishbone(
                options.command, path, cases_file, network, options.seconds, batch=together, threads=threads)
            if run:
                runs[way].append(run["warm"])
    return {way: statistics.median(found) for way, found in runs.items() if found}


def beside_pgmpy(path, network, file, options, row):
    """Returns what pgmpy takes for a few cases."""
    found = engines.pgmpy(path, file.few, options.seconds)
    mine = engines.fishbone(options.command, path, file.few, network, options.seconds)
    if found and mine:
        note(row, mine["answers"], found["answers"])
    return summary([found] if found else [])


def plan(path, network, file, options):
    """Returns how many evidence sets there is time for, their file, and the engines for which not even a tenth can be done."""
    probes = {OURS: engines.fishbone(options.command, path, file.tenth, network, options.seconds)}
    for engine in AGRUM:
        probes[engine] = engines.agrum(engine, path, file.tenth, options.seconds)
    longest = max(
        (probe["cold"] + options.cases * probe["warm"] for probe in probes.values() if probe),
        default=0)
    few = longest > 0.8 * options.seconds
    count, path = (file.tenth_count, file.tenth) if few else (options.cases, file.warm)
    return count, path, {engine for engine, probe in probes.items() if probe is None}


def rounds(measure, path, network, file, failed, options, row):
    """Returns the medians of our runs and of theirs by engine, with the ratio; run i of an engine is a pair with one of ours. Engines
    in `failed` are not tried, nor again one that fails."""
    ours, theirs = [], {engine: [] for engine in AGRUM}
    first = None
    for _ in range(options.rounds):
        for engine in AGRUM:
            mine = None if OURS in failed else engines.fishbone(
                options.command, path, file, network, options.seconds)
            other = None if engine in failed else engines.agrum(
                engine, path, file, options.seconds)
            for key, run in ((OURS, mine), (engine, other)):
                if run is None:
                    failed.add(key)
                    continue
                answers = run.pop("answers")
                if first is None:
                    first = answers
                note(row, first, answers)
            if mine:
                ours.append(mine)
            if other:
                theirs[engine].append({**other, "pair": mine})
    return {
        "fishbone": summary(ours),
        "pyAgrum": {engine: summary(runs) for engine, runs in theirs.items()},
        "ratio": ratio(ours, theirs, measure)}


def note(row, first, second):
    """Keeps the largest difference that was seen."""
    found = engines.difference(first, second)
    row["largestDifference"] = max(row["largestDifference"] or 0, found)
    if found > AGREEMENT:
        print(f"    the answers differ by {found:.1e}", file=sys.stderr)


def summary(runs):
    """Returns the medians of some runs; nothing where there are none."""
    if not runs:
        return None
    keys = ["cold", "compile", "warm", "peakBytes", "engineBytes", "totalCells"]
    return {
        key: statistics.median(run[key] for run in runs)
        for key in keys if runs[0].get(key) is not None} | {"runs": len(runs)}


def ratio(ours, theirs, measure):
    """Returns theirs over ours for the engine that is the better one by this measure: the median over the pairs."""
    medians = {
        engine: statistics.median(run[measure] for run in runs)
        for engine, runs in theirs.items() if runs}
    if not medians or not ours:
        return None
    best = min(medians, key=medians.get)
    pairs = [run[measure] / run["pair"][measure] for run in theirs[best] if run["pair"]]
    return {"engine": best, "ratio": statistics.median(pairs)} if pairs else None


class Cases:
    """The files of cases of a network."""

    def __init__(self, name, network, options):
        self.folder = options.work
        self.name = name
        drawn = cases.draw(network, options.cases + 1, options.share, options.seed)
        self.warm = self.write("warm", drawn[:options.cases + 1])
        self.tenth_count = max(1, options.cases // 10)
        self.tenth = self.write("tenth", drawn[:self.tenth_count + 1])
        # Ten batches of 64, so that what is compiled for the first does not count for much.
        if len(network) <= 100:
            self.batch = self.write("batch", cases.draw(network, 641, options.share, options.seed + 1))
            self.same = self.write(
                "same", cases.draw(network, 641, options.share, options.seed + 2, isSame=True))
        self.few = self.write("few", [{}] + drawn[:3])
        self.empty = self.write("empty", [{}])

    def write(self, kind, findings):
        path = os.path.join(self.folder, f"{self.name}-{kind}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump([{"findings": known} for known in findings], file)
        return path


if __name__ == "__main__":
    main()
