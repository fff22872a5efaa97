"""Reads BIF files, in double precision.

A network is read as its author wrote it, but for one thing: each row of a table is divided by its own sum, as
Fishbone does it, so that every engine computes with the same numbers.
"""

import dataclasses
import itertools
import math
import re

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"[^"]*"|[{}()\[\];,|]|[^\s{}()\[\];,|"]+', re.DOTALL)


@dataclasses.dataclass
class Variable:
    """A variable: its states, its parents, and a row of probabilities for each joint state of the parents, the first
    parent slowest."""

    name: str
    states: list
    parents: list = dataclasses.field(default_factory=list)
    rows: list = dataclasses.field(default_factory=list)


def read(path):
    """Returns the variables of the network at `path` by their names, in the order of the file."""
    with open(path, encoding="utf-8") as file:
        return Parser(file.read()).network()


class Parser:
    """Walks through the tokens of a file."""

    def __init__(self, text):
        self.tokens = [t for t in TOKEN.findall(text) if not t.startswith(("//", "/*"))]
        self.index = 0

    def next(self):
        """Takes the next token; names lose their quotes."""
        self.index += 1
        return self.tokens[self.index - 1].strip('"')

    def take_until(self, end):
        """Takes the tokens before `end`, commas left out, and `end` itself."""
        taken = []
        while (token := self.next()) != end:
            if token != ",":
                taken.append(token)
        return taken

    def network(self):
        variables = {}
        while self.index < len(self.tokens):
            keyword = self.next()
            if keyword == "variable":
                variable = self.variable()
                variables[variable.name] = variable
            elif keyword == "probability":
                self.probability(variables)
            else:  # network NAME { … }
                self.take_until("{")
                self.take_until("}")
        return variables

    def variable(self):
        name = self.next()
        self.take_until("{")
        while (token := self.next()) != "type":
            if token == "property":
                self.take_until(";")
        self.take_until("{")
        states = self.take_until("}")
        self.take_until("}")
        return Variable(name, states)

    def probability(self, variables):
        self.take_until("(")
        names = [name for name in self.take_until(")") if name != "|"]
        child = variables[names[0]]
        child.parents = names[1:]
        sizes = [len(variables[parent].states) for parent in child.parents]
        child.rows = [None] * math.prod(sizes)
        self.take_until("{")
        while (token := self.next()) != "}":
            if token == "table":
                self.table(child)
            elif token == "default":
                row = self.row()
                child.rows = [known or row for known in child.rows]
            elif token == "(":
                states = self.take_until(")")
                place = 0
                for parent, state in zip(child.parents, states):
                    known = variables[parent].states
                    place = place * len(known) + known.index(state)
                child.rows[place] = self.row()
            else:  # property … ;
                self.take_until(";")

    def table(self, child):
        """A table in BIF has the child's states slowest."""
        numbers = [float(token) for token in self.take_until(";")]
        count = len(child.rows)
        child.rows = [normalised(numbers[row::count]) for row in range(count)]

    def row(self):
        return normalised([float(token) for token in self.take_until(";")])


def normalised(row):
    """Returns the row over its sum."""
    total = sum(row)
    return [number / total for number in row]


def write(network, path):
    """Writes a network, its numbers to the last digit."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("network written { }\n")
        for variable in network.values():
            states = ", ".join(variable.states)
            file.write(f"variable {variable.name} {{ type discrete [ {len(variable.states)} ] {{ {states} }}; }}\n")
        for variable in network.values():
            given = f" | {', '.join(variable.parents)}" if variable.parents else ""
            file.write(f"probability ( {variable.name}{given} ) {{\n")
            joint = itertools.product(*[network[parent].states for parent in variable.parents])
            for states, row in zip(joint, variable.rows):
                place = f"({', '.join(states)})" if states else "table"
                file.write(f"  {place} {', '.join(map(repr, row))};\n")
            file.write("}\n")
