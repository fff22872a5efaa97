"""Draws units from a model's JSON, with the states of instances as the study wants them."""
import json
import random
import subprocess


class Model:
    """The numbers of a graph, as `fishbone convert` writes them."""

    def __init__(self, command, graph, work):
        path = f"{work}/model.json"
        subprocess.run([command, "convert", graph, path], check=True, capture_output=True)
        with open(path) as file:
            entries = json.load(file)["variables"]
        self.variables = {entry["name"]: entry for entry in entries}
        self.order = self._sorted(entries)

    def _sorted(self, entries):
        order, waiting = [], list(entries)
        while waiting:
            ready = [e for e in waiting if all(p in order for p in e["parents"])]
            order += [e["name"] for e in ready]
            waiting = [e for e in waiting if e not in ready]
        return order

    def shared(self):
        """The shared variables with their keys."""
        return {name: v["key"] for name, v in self.variables.items() if v.get("key")}

    def state(self, name, states, dice):
        """Draws one variable given its parents: a state's index, or a number."""
        variable = self.variables[name]
        cpd, parents = variable["cpd"], variable["parents"]
        if variable["form"] == "noisy_max":
            worst = draw(cpd["leak"], dice)
            for parent in parents:
                if states[parent] > 0:
                    worst = max(worst, draw(cpd["strengths"][parent][states[parent] - 1], dice))
            return worst
        row = 0
        for parent in parents:
            row = row * len(self.variables[parent]["states"]) + states[parent]
        if variable["form"] == "gaussian":
            return dice.gauss(*cpd["rows"][row])
        return draw(cpd["rows"][row], dice)

    def unit(self, instances, dice):
        """Draws the variables of a unit that uses `instances`, the states of its shared variables."""
        states = dict(instances)
        for name in self.order:
            if name not in states:
                states[name] = self.state(name, states, dice)
        return states

    def cell(self, name, state):
        """What a record says; where a column is cut into bins, a number in the bin."""
        variable = self.variables[name]
        if variable["form"] == "gaussian":
            return f"{state:.6f}"
        return variable["states"][state]


def draw(weights, dice):
    return dice.choices(range(len(weights)), weights)[0]


def dice(seed):
    return random.Random(seed)
