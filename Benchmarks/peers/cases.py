"""Evidence for the comparison: what a seed draws from a network."""

import random


def order(network):
    """Returns the names, every parent before its children."""
    done, ordered = set(), []
    for name in network:
        stack = [name]
        while stack:
            missing = [p for p in network[stack[-1]].parents if p not in done]
            if missing:
                stack += missing
                continue
            top = stack.pop()
            if top not in done:
                done.add(top)
                ordered.append(top)
    return ordered


def sample(network, ordered, generator):
    """Returns a joint state drawn from the network, by the place of each state."""
    states = {}
    for name in ordered:
        variable = network[name]
        place = 0
        for parent in variable.parents:
            place = place * len(network[parent].states) + states[parent]
        row = variable.rows[place]
        states[name] = generator.choices(range(len(row)), weights=row)[0]
    return states


def draw(network, count, share, seed, isSame=False):
    """Returns `count` evidence sets. In each a new random set of `share` of the variables is observed, in states drawn from
    the network, so that no evidence is impossible; with `isSame` it is the same set in all."""
    generator = random.Random(seed)
    ordered = order(network)
    observed = max(1, round(share * len(network)))
    cases = []
    for _ in range(count):
        states = sample(network, ordered, generator)
        if not isSame or not cases:
            names = generator.sample(list(network), observed)
        cases.append({name: network[name].states[states[name]] for name in names})
    return cases
