#!/usr/bin/env python3
"""Five folds over the lathe's records: does the learned graph name the injected fault?

    python3 Benchmarks/lathe/folds.py --command .build/release/fishbone \\
        --graph Graphs/lathe.gv --records records.csv [--blank 0.5] [--seed 1]

Row i of the records is tested in fold i modulo 5 by a model learned from the other four folds, with every
diagnosis hidden. --blank empties the diagnoses of that share of the training rows, chosen by --seed.

Printed for each subsystem and overall: top-1, top-3 and mean reciprocal rank of the best-ranked true
diagnosis over the fault runs, and the log-loss, the mean of -log P(truth) over all rows and diagnoses. Then
each miss, with the three diagnoses that were ranked first. A row whose evidence is impossible is a miss in
which no diagnosis has any probability.

The folds keep the learned counts apart from the tested rows. They do not keep the graph apart: its structure
and its expert numbers were chosen by somebody who had seen all the rows.
"""

import argparse
import csv
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile

DIAGNOSES = [f"diag_{number}" for number in range(1, 11)]
FOLDS = 5
SMALLEST = 1e-12


def main():
    options = arguments()
    with open(options.records, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    generator = random.Random(options.seed)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            test = rows[fold::FOLDS]
            train = [row for index, row in enumerate(rows) if index % FOLDS != fold]
            train = blanked(train, options.blank, generator)
            results += zip(test, run_fold(options, pathlib.Path(folder), train, test))
    report(results)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", required=True, help="the fishbone executable")
    parser.add_argument("--graph", required=True)
    parser.add_argument("--records", required=True)
    parser.add_argument("--blank", type=float, default=0, metavar="FRACTION")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not 0 <= options.blank <= 1:
        parser.error("--blank takes a fraction from 0 to 1")
    return options


def blanked(rows, fraction, generator):
    """Returns the rows, with the diagnoses of a random `fraction` of them emptied."""
    chosen = set(generator.sample(range(len(rows)), round(fraction * len(rows))))
    empty = dict.fromkeys(DIAGNOSES, "")
    return [row | empty if index in chosen else row for index, row in enumerate(rows)]


def run_fold(options, folder, train, test):
    """Learns from `train` and returns P(present) of each diagnosis for each row of `test`."""
    paths = [str(folder / name) for name in ("train.csv", "test.csv", "model.json")]
    train_path, test_path, model_path = paths
    write(train_path, train)
    write(test_path, test)
    run(options.command, "learn", options.graph, "--records", train_path, "-o", model_path)
    output = run(options.command, "diagnose", model_path, "--records", test_path, "--hide", *DIAGNOSES)
    answers = [json.loads(line) for line in output.splitlines() if line.strip()]
    if len(answers) != len(test):
        sys.exit(f"{len(test)} rows were diagnosed, but {len(answers)} answers came back")
    return [present(answer) for answer in answers]


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def run(*command):
    finished = subprocess.run(command, capture_output=True, text=True)
    if finished.returncode != 0:
        sys.exit(f"{' '.join(command)}\nended with {finished.returncode}:\n{finished.stderr}")
    return finished.stdout


def present(answer):
    """Returns P(present) of each diagnosis; None for a row with impossible evidence."""
    if "impossible" in answer:
        return None
    found = {
        cause["variable"]: cause["posterior"]
        for cause in answer["causes"] if cause["state"] == "present"}
    missing = [name for name in DIAGNOSES if name not in found]
    if missing:
        sys.exit(f"row {answer['row']} has no posterior of {', '.join(missing)}")
    return {name: found[name] for name in DIAGNOSES}


def true_diagnoses(row):
    return [name for name in DIAGNOSES if row[name] == "present"]


def ranked(posterior):
    return sorted(posterior, key=posterior.get, reverse=True) if posterior else []


def best_rank(row, posterior):
    """Returns the rank, from 1, of the best-ranked true diagnosis."""
    if posterior is None:
        return math.inf
    ranking = ranked(posterior)
    return min(ranking.index(name) + 1 for name in true_diagnoses(row))


def losses(row, posterior):
    for name in DIAGNOSES:
        probability = posterior[name] if posterior else 0
        truth = probability if row[name] == "present" else 1 - probability
        yield -math.log(max(truth, SMALLEST))


def report(results):
    print(f"{'':12}{'runs':>5}{'faults':>8}{'top-1':>8}{'top-3':>8}{'MRR':>8}{'log-loss':>10}")
    for subsystem in sorted({row["subsystem"] for row, _ in results}):
        report_line(subsystem, [result for result in results if result[0]["subsystem"] == subsystem])
    report_line("all", results)
    for row, posterior in results:
        if true_diagnoses(row) and best_rank(row, posterior) > 1:
            said = ", ".join(f"{name} {posterior[name]:.3f}" for name in ranked(posterior)[:3])
            print(f"miss: {row['run']} is {' + '.join(true_diagnoses(row))}; said {said or 'impossible'}")


def report_line(title, results):
    ranks = [best_rank(row, posterior) for row, posterior in results if true_diagnoses(row)]
    loss = mean(loss for row, posterior in results for loss in losses(row, posterior))
    figures = [
        mean(rank <= 1 for rank in ranks), mean(rank <= 3 for rank in ranks),
        mean(1 / rank for rank in ranks)]
    columns = "".join(f"{figure:8.3f}" if ranks else f"{'-':>8}" for figure in figures)
    print(f"{title:12}{len(results):5}{len(ranks):8}{columns}{loss:10.4f}")


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else math.nan


if __name__ == "__main__":
    main()
