#!/usr/bin/env python3
"""How well and how fast incidents are judged: simulated incidents with one bad instance that goes together with innocent ones.

Prints the tables of Documentation/Studies.md. The same seed gives the same incidents.
"""
import argparse
import csv
import json
import subprocess
import tempfile
import time

from model import Model, dice

LOTS = {"paste_lot": 4, "pcb_lot": 4, "die_lot": 4, "underfill_lot": 4, "reflow": 6, "screw_torque": 4, "xray_machine": 2}


def judge(command, graph, units, *options):
    start = time.perf_counter()
    result = subprocess.run([command, "diagnose", graph, "--units", units, "--json", *options], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if result.returncode != 0:
        raise SystemExit(result.stderr)
    return json.loads(result.stdout), seconds


def write(path, model, rows, keys, tests):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unit", *keys, *[model.variables[t].get("column", t) for t in tests]])
        writer.writerows(rows)


def incident(model, dice, units, culprit=None, confounded=0.8):
    """Draws an incident: (rows, keys, tests, states by (variable, instance)).

    With a culprit, its first instance is off nominal and no other is; and the units of its first instance mostly use the first
    instance of every other key, which is innocent. Without one, every state is drawn from its prior.
    """
    shared = model.shared()
    keys = sorted(set(shared.values()))
    tests = [t for t in ["spi", "aoi", "xray", "ict", "burn_in", "tvac_cold", "rf_gain"]]
    states = {}
    for name in shared:
        for instance in range(LOTS[name]):
            if culprit is None:
                states[name, instance] = model.state(name, {}, dice)
            else:
                states[name, instance] = 1 if (name, instance) == (culprit, 0) else 0
    names = list(shared)
    rows = []
    for unit in range(units):
        chosen = {name: dice.randrange(LOTS[name]) for name in names}
        if culprit is not None and chosen[culprit] == 0:
            for name in names:
                if name != culprit and dice.random() < confounded:
                    chosen[name] = 0
        drawn = model.unit({name: states[name, chosen[name]] for name in names}, dice)
        cells = [f"U{unit + 1:04d}"]
        cells += ["" if dice.random() < 0.05 else f"{shared[n]}-{chosen[n] + 1}" for n in sorted(names, key=lambda n: shared[n])]
        for test in tests:
            cells.append("" if dice.random() < 0.4 else cell(model, test, drawn[test], dice))
        rows.append(cells)
    return rows, sorted(keys), tests, states


def cell(model, name, state, dice):
    bins = model.variables[name].get("bins")
    if not bins:
        return model.cell(name, state)
    return model.variables[name]["states"][state]


def culprits(model, command, graph, work, incidents):
    """The rank of the true instance by posterior and by Fisher's test."""
    first, fisher = 0, 0
    table = {}
    for seed in range(incidents):
        rng = dice(seed)
        names = list(model.shared())
        culprit = names[seed % len(names)]
        rows, keys, tests, _ = incident(model, rng, 60, culprit)
        write(f"{work}/units.csv", model, rows, keys, tests)
        answer, _ = judge(command, graph, f"{work}/units.csv")
        truth = (culprit, f"{model.shared()[culprit]}-1")
        leader = answer["instances"][0]
        by_posterior = (leader["variable"], leader["key"]) == truth
        row = answer["commonality"][0]
        by_fisher = (row["key"], row["value"]) == (model.shared()[culprit], truth[1])
        first += by_posterior
        fisher += by_fisher
        mine = table.setdefault(culprit, [0, 0, 0])
        mine[0] += 1
        mine[1] += by_posterior
        mine[2] += by_fisher
    print("\n| true cause | incidents | first by posterior | first by Fisher's test |\n|---|---:|---:|---:|")
    for name, (count, mine, theirs) in table.items():
        print(f"| {name} | {count} | {mine} | {theirs} |")
    print(f"| all | {incidents} | {first} ({first / incidents:.3f}) | {fisher} ({fisher / incidents:.3f}) |")


def reliability(model, command, graph, work, incidents):
    """Posteriors of instances beside how often they were right, states drawn from their priors."""
    bins = [0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0000001]
    sums = [[0, 0.0, 0] for _ in bins[1:]]
    for seed in range(incidents):
        rng = dice(10_000 + seed)
        rows, keys, tests, states = incident(model, rng, 60)
        write(f"{work}/units.csv", model, rows, keys, tests)
        answer, _ = judge(command, graph, f"{work}/units.csv")
        for row in answer["instances"]:
            truth = states[row["variable"], int(row["key"].rsplit("-", 1)[1]) - 1]
            is_true = model.variables[row["variable"]]["states"][truth] == row["state"]
            place = next(i for i in range(len(sums)) if bins[i] <= row["posterior"] < bins[i + 1])
            sums[place][0] += 1
            sums[place][1] += row["posterior"]
            sums[place][2] += is_true
    print("\n| posterior | instances | mean posterior | found true |\n|---|---:|---:|---:|")
    for low, high, (count, total, true) in zip(bins, bins[1:], sums):
        if count:
            print(f"| {low:g} to {min(high, 1):g} | {count} | {total / count:.4f} | {true / count:.4f} |")


def speed(command, work, folder):
    graph = f"{folder}/line.gv"
    model = Model(command, graph, work)
    print("\n| units | lots | machines | days | seconds | answer | lead |\n|---:|---:|---:|---:|---:|---|---|")
    for units, lots, machines, days in [(40, 3, 2, 5), (1000, 10, 4, 10), (10_000, 50, 10, 30), (100_000, 200, 20, 30)]:
        rng = dice(units)
        bad_lot, bad_days = lots // 2, set(range(days // 3, days // 3 + max(1, days // 10)))
        path = f"{work}/speed.csv"
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["unit", "lot_id", "machine_id", "shift_date", "xray", "thermal"])
            for unit in range(units):
                day, lot, machine = unit * days // units, rng.randrange(lots), rng.randrange(machines)
                drawn = model.unit({"lot": int(lot == bad_lot), "machine": 0, "oven": int(day in bad_days)}, rng)
                writer.writerow([f"U{unit}", f"L{lot:03d}", f"M{machine:02d}", f"2026-03-{day + 1:02d}",
                                 model.cell("xray", drawn["xray"]), "" if rng.random() < 0.5 else model.cell("thermal", drawn["thermal"])])
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run([command, "diagnose", graph, "--units", path], check=True, capture_output=True)
            seconds.append(time.perf_counter() - start)
        answer, _ = judge(command, graph, path)
        kind = "exact" if answer["exact"] else f"approximate, {answer.get('decided', 0)} decided" if "decided" in answer else "approximate"
        lead = ", ".join(f"{i['key']} {i['posterior']:.4f}" for i in answer["instances"][:2])
        print(f"| {units} | {lots} | {machines} | {days} | {sorted(seconds)[1]:.2f} | {kind} | {lead} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", required=True)
    parser.add_argument("--graph", default="Graphs/solder_line.gv")
    parser.add_argument("--folder", default="Benchmarks/incidents")
    parser.add_argument("--incidents", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        model = Model(arguments.command, arguments.graph, work)
        speed(arguments.command, work, arguments.folder)
        culprits(model, arguments.command, arguments.graph, work, arguments.incidents)
        reliability(model, arguments.command, arguments.graph, work, arguments.incidents)


if __name__ == "__main__":
    main()
