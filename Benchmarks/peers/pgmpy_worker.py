"""Runs pgmpy on a network and cases, in a process of its own, and prints what it took as JSON.

    pgmpy_worker.py NETWORK.bif CASES.json ANSWERS.json

The same as agrum_worker.py. pgmpy eliminates variables for each posterior anew: it has no engine that is built once,
and asked for several posteriors at once it makes their joint table. What would take more memory than LIMIT fails.
"""

import json
import logging
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import numpy
from pgmpy.factors.discrete import TabularCPD
from pgmpy.inference import VariableElimination
from pgmpy.models import DiscreteBayesianNetwork

import bif
from memory import peak_bytes


LIMIT = 4 << 30


def build(network):
    """Returns the network as pgmpy's."""
    model = DiscreteBayesianNetwork()
    model.add_nodes_from(network)
    model.add_edges_from((p, v.name) for v in network.values() for p in v.parents)
    for variable in network.values():
        model.add_cpds(TabularCPD(
            variable.name, len(variable.states), numpy.array(variable.rows).T,
            evidence=variable.parents,
            evidence_card=[len(network[p].states) for p in variable.parents],
            state_names={n: network[n].states for n in [variable.name, *variable.parents]}))
    return model


def answer(engine, findings, network):
    """Returns all posteriors; what is observed is certain."""
    tables = {
        name: engine.query([name], evidence=findings, show_progress=False)
        for name in network if name not in findings}
    return [
        [float(state == findings[name]) for state in variable.states] if name in findings
        else [float(tables[name].get_value(**{name: state})) for state in variable.states]
        for name, variable in network.items()]


def main():
    network_path, cases_path, answers_path = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    network = bif.read(network_path)
    with open(cases_path, encoding="utf-8") as file:
        cases = [case["findings"] for case in json.load(file)]
    model = build(network)
    before = peak_bytes()
    start = time.perf_counter()
    engine = VariableElimination(model)
    answers = [answer(engine, cases[0], network)]
    cold = time.perf_counter() - start
    start = time.perf_counter()
    for findings in cases[1:]:
        answers.append(answer(engine, findings, network))
    warm = time.perf_counter() - start
    peak = peak_bytes()
    with open(answers_path, "w", encoding="utf-8") as file:
        json.dump(answers, file)
    print(json.dumps({
        "cold": cold, "warm": warm / (len(cases) - 1) if len(cases) > 1 else None,
        "peakBytes": peak, "engineBytes": peak - before}))


if __name__ == "__main__":
    main()
