"""Runs pyAgrum's EM in a process of its own, and prints what it took as JSON.

    em_worker.py START.bif RECORDS.csv ITERATIONS TABLES.json

Times are those of the processor, which other work on the machine disturbs less. EM begins at the numbers of START, unperturbed, with a prior of one record in every cell. An iteration is timed as the difference between runs of ITERATIONS and of 2
iterations, the least that it takes, so that reading and preparing are left out. The log-likelihood is that of the numbers it ends at, by
pyAgrum's own inference, record by record: the history that it keeps of EM has another scale. TABLES gets the CPDs, row by row.
"""

import csv
import itertools
import json
import math
import sys
import time

import pyagrum as gum

import bif
from agrum_worker import build

LEAST = 2


def learn(start, records, iterations):
    """Returns the network after so many iterations, and the seconds they took."""
    learner = gum.BNLearner(records, start, [""])
    learner.useSmoothingPrior(1)
    learner.setNumberOfThreads(1)
    learner.useEMWithDiffCriterion(1e-300, noise=0.0)
    learner.EMsetMaxIter(iterations)
    begin = time.process_time()
    learned = learner.learnParameters(start)
    seconds = time.process_time() - begin
    if learner.EMnbrIterations() != iterations:
        raise RuntimeError(f"it ended after {learner.EMnbrIterations()} iterations")
    return learned, seconds


def log_likelihood(network, records):
    """Returns the log-likelihood of the records, natural."""
    engine = gum.LazyPropagation(network)
    total = 0.0
    with open(records, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            engine.setEvidence({name: state for name, state in row.items() if state})
            total += math.log(engine.evidenceProbability())
    return total


def table(network, variables, variable):
    """Returns the rows of a CPD, the first parent slowest, one after the other."""
    cpt = network.cpt(variable.name)
    place = gum.Instantiation(cpt)
    numbers = []
    for states in itertools.product(*[variables[parent].states for parent in variable.parents]):
        for parent, state in zip(variable.parents, states):
            place.chgVal(parent, state)
        for state in variable.states:
            place.chgVal(variable.name, state)
            numbers.append(cpt.get(place))
    return numbers


def main():
    start_path, records, iterations, tables_path = sys.argv[1:]
    variables = bif.read(start_path)
    gum.setNumberOfThreads(1)
    start = build(variables)
    _, least = learn(start, records, LEAST)
    learned, seconds = learn(start, records, int(iterations))
    with open(tables_path, "w", encoding="utf-8") as file:
        json.dump({name: table(learned, variables, variable) for name, variable in variables.items()}, file)
    print(json.dumps({
        "secondsPerIteration": (seconds - least) / (int(iterations) - LEAST),
        "logLikelihood": log_likelihood(learned, records)}))


if __name__ == "__main__":
    main()
