"""Runs pyAgrum on a network and cases, in a process of its own, and prints what it took as JSON.

    agrum_worker.py NETWORK.bif CASES.json ENGINE ANSWERS.json

CASES is a list of findings by variable; the first is timed apart, with the building of the engine. The network is built through pyAgrum's API in
double precision: its own reader of BIF keeps single precision.
"""

import json
import sys
import time

import pyagrum as gum

import bif
from memory import peak_bytes

ENGINES = {"Lazy": gum.LazyPropagation, "ShaferShenoy": gum.ShaferShenoyInference}


def build(network):
    """Returns the network as pyAgrum's."""
    bayes_net = gum.BayesNet()
    for variable in network.values():
        bayes_net.add(gum.LabelizedVariable(variable.name, variable.name, variable.states))
    bayes_net.beginTopologyTransformation()
    for variable in network.values():
        # A table there has its own variable fastest, then its parents, the one that was added first fastest.
        for parent in reversed(variable.parents):
            bayes_net.addArc(parent, variable.name)
    bayes_net.endTopologyTransformation()
    for variable in network.values():
        bayes_net.cpt(variable.name).fillWith([number for row in variable.rows for number in row])
    return bayes_net


def answer(engine, findings, names):
    """Returns all posteriors, read but not converted."""
    engine.setEvidence(findings)
    engine.makeInference()
    return [engine.posterior(name) for name in names]


def main():
    network_path, cases_path, engine_name, answers_path = sys.argv[1:]
    network = bif.read(network_path)
    with open(cases_path, encoding="utf-8") as file:
        cases = [case["findings"] for case in json.load(file)]
    gum.setNumberOfThreads(1)
    bayes_net = build(network)
    names = list(network)
    before = peak_bytes()
    start = time.perf_counter()
    engine = ENGINES[engine_name](bayes_net)
    engine.setNumberOfThreads(1)
    answers = [answer(engine, cases[0], names)]
    cold = time.perf_counter() - start
    start = time.perf_counter()
    for findings in cases[1:]:
        answers.append(answer(engine, findings, names))
    warm = time.perf_counter() - start
    peak = peak_bytes()
    with open(answers_path, "w", encoding="utf-8") as file:
        json.dump([[table.tolist() for table in tables] for tables in answers], file)
    print(json.dumps({
        "cold": cold, "warm": warm / (len(cases) - 1) if len(cases) > 1 else None,
        "peakBytes": peak, "engineBytes": peak - before}))


if __name__ == "__main__":
    main()
