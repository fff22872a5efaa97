#!/usr/bin/env python3
"""Compares the plain EM of Fishbone with that of pyAgrum, iteration by iteration.

    em.py --command .build/release/fishbone --work .build/peers/networks [--networks alarm] [--json FILE] [--markdown FILE]

Records are drawn from the network, a fifth of their cells missing. Both begin at the same numbers, halfway between those of the network and even
rows, have a prior of one record in every cell (without one pyAgrum refuses rows that no record reaches), and do the same number of iterations in one thread; what is told is the time per record and iteration, reading and
preparing left out, the least over --rounds rounds: theirs in time of the processor, ours in time of the clock, which is no less, over five runs in
each round, since they take milliseconds.

The log-likelihoods at which both end, each by its own inference, have to agree to 1e-9 of their size; the largest difference of two numbers in
the CPDs is told too.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile

import bif
import engines
import networks
import report

AGREEMENT = 1e-9
LEAST = 2
USUAL = ["alarm", "win95pts", "hailfinder", "hepar2", "insurance"]


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", required=True, help="the fishbone executable")
    parser.add_argument("--work", required=True, help="a folder for the networks")
    parser.add_argument("--networks", nargs="*", default=USUAL, metavar="NAME")
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--iterations", type=int, default=4)
    parser.add_argument("--missing", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600, help="the most that one run may take")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--markdown", metavar="FILE")
    options = parser.parse_args()
    if options.records < 1 or options.rounds < 1 or options.iterations <= LEAST:
        parser.error(f"--records and --rounds are from 1, --iterations is above {LEAST}")
    return options


def main():
    options = arguments()
    load = os.getloadavg()[0]
    rows = []
    for name in options.networks:
        print(name, file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            rows.append(compare(name, folder, options))
    machine = {
        "processor": report.processor(), "cores": os.cpu_count(), "load": load,
        "pyAgrum": networks.versions()["pyAgrum"]}
    table = markdown(rows, machine, options)
    report.write(table, machine, rows, options)
    if any(row["relativeDifference"] is not None and row["relativeDifference"] > AGREEMENT for row in rows):
        sys.exit(f"the log-likelihoods differ by more than {AGREEMENT}")


def compare(name, folder, options):
    """Returns the row of a network."""
    path = networks.unpacked(name, options.work)
    start = os.path.join(folder, "start.bif")
    network = bif.read(path)
    for variable in network.values():
        count = len(variable.states)
        variable.rows = [[0.5 * number + 0.5 / count for number in row] for row in variable.rows]
    bif.write(network, start)
    files = records(path, folder, options)
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours += [fishbone(start, files[0], folder, options) for _ in range(5)]
        found = engines.worker("em_worker.py", [start, files[1], str(options.iterations)], options.seconds)
        if found:
            theirs.append(found)
    mine, other = ours[-1], theirs[-1] if theirs else None
    scale = 1e6 / options.records
    row = {
        "network": name, "variables": len(network),
        "fishbone": scale * min(run["secondsPerIteration"] for run in ours),
        "pyAgrum": None, "logLikelihood": mine["logLikelihood"], "relativeDifference": None,
        "largestDifference": None}
    if other:
        row["pyAgrum"] = scale * min(run["secondsPerIteration"] for run in theirs)
        row["relativeDifference"] = abs(1 - other["logLikelihood"] / mine["logLikelihood"])
        row["largestDifference"] = max(
            abs(a - b) for variable, numbers in mine["tables"].items()
            for a, b in zip(numbers, other["answers"][variable], strict=True))
    return row


def records(path, folder, options):
    """Draws the records, and returns their files: as drawn, and without the names of the units."""
    drawn, plain = os.path.join(folder, "records.csv"), os.path.join(folder, "plain.csv")
    subprocess.run(
        [options.command, "simulate", path, "-n", str(options.records), "--missing", str(options.missing), "--seed",
         str(options.seed), "-o", drawn], check=True, stderr=subprocess.DEVNULL)
    with open(drawn, encoding="utf-8", newline="") as source, open(plain, "w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        for row in csv.reader(source):
            writer.writerow(row[1:])
    return drawn, plain


def fishbone(start, records_path, folder, options):
    """Runs the built command."""
    trace, model = os.path.join(folder, "trace.csv"), os.path.join(folder, "model.json")
    subprocess.run(
        [options.command, "learn", start, "--records", records_path, "--start", "network", "--prior", "uniform:1",
         "--max-iterations", str(options.iterations), "--tolerance", "0", "--threads", "1", "--acceleration", "none",
         "--no-doubt", "--trace", trace, "-o", model], check=True, stderr=subprocess.DEVNULL)
    with open(trace, encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    if len(entries) != options.iterations + 1:
        raise SystemExit(f"EM ended after {len(entries) - 1} iterations")
    with open(model, encoding="utf-8") as file:
        variables = json.load(file)["variables"]
    seconds = float(entries[-1]["seconds"]) - float(entries[LEAST]["seconds"])
    return {
        "secondsPerIteration": seconds / (options.iterations - LEAST),
        "logLikelihood": float(entries[-1]["log_likelihood"]),
        "tables": {v["name"]: [number for row in v["cpd"]["rows"] for number in row] for v in variables}}


def markdown(rows, machine, options):
    """Returns the table."""
    head = [
        f"{machine['processor']}, {machine['cores']} cores, load {machine['load']:.1f} at the start, one thread each; "
        f"pyAgrum {machine['pyAgrum']}; {options.records} records, {options.missing:.0%} of their cells missing, seed {options.seed}; "
        f"{options.iterations} iterations; the least of {options.rounds} rounds.",
        "", "Microseconds per record and iteration.", ""]
    titles = ["network", "variables", "fishbone", "pyAgrum", "ratio", "log-likelihood differs by", "CPDs differ by"]
    lines = [
        [row["network"], str(row["variables"]), f"{row['fishbone']:.3g}", *theirs(row)] for row in rows]
    return "\n".join(head + report.grid(titles, lines)) + "\n"


def theirs(row):
    """Returns the cells of pyAgrum."""
    if row["pyAgrum"] is None:
        return ["—"] * 4
    return [
        f"{row['pyAgrum']:,.0f}", f"{row['pyAgrum'] / row['fishbone']:,.0f}",
        f"{row['relativeDifference']:.0e}", f"{row['largestDifference']:.0e}"]


if __name__ == "__main__":
    main()
