"""The table of a comparison, in Markdown."""
import json


def processor():
    """Returns what the processor calls itself."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return "unknown"


def milliseconds(seconds):
    """Returns a time with three digits."""
    return "—" if seconds is None else f"{seconds * 1000:.3g}" if seconds < 10 else f"{seconds * 1000:.0f}"


def megabytes(size):
    """Returns a size in whole megabytes."""
    return "—" if size is None else f"{size / 1e6:.0f}"


def times(found):
    """Returns a ratio with the first letter of the engine that it is of."""
    if found is None:
        return "—"
    ratio = found["ratio"]
    return f"{ratio:.1f} ({found['engine'][0]})" if ratio < 100 else f"{ratio:.0f} ({found['engine'][0]})"


def best(row, measure):
    """Returns the lower of pyAgrum's medians."""
    found = [engine[measure] for engine in row[measure]["pyAgrum"].values() if engine]
    return min(found) if found else None


def own(part, measure):
    """Returns a measure of a part that may be missing."""
    return (part or {}).get(measure)


def cells(row):
    """Returns the cells of our tables."""
    found = own(row["cold"]["fishbone"] or row["warm"]["fishbone"], "totalCells")
    return "—" if found is None else f"{found:,.0f}"


def markdown(rows, machine, options):
    """Returns two tables: times, and memory without evidence."""
    versions = ", ".join(f"{name} {machine[name]}" for name in ["pyAgrum", "pgmpy"])
    head = [
        f"{machine['processor']}, {machine['cores']} cores, load {machine['load']:.1f} at the start, one thread each; {versions}; "
        f"{options.cases} evidence sets with {options.share:.0%} of the variables observed, seed {options.seed}; "
        f"medians of {options.rounds} rounds.",
        "", "Milliseconds. A ratio is theirs over ours, of pyAgrum's better engine: L Lazy, S ShaferShenoy.", ""]
    titles = [
        "network", "variables", "cells", "sets", "warm", "pyAgrum", "ratio", "cold", "pyAgrum", "ratio",
        "pgmpy warm", "differ by"]
    lines = [
        [row["network"], str(row["variables"]),
         cells(row), str(row["evidenceSets"]), milliseconds(own(row["warm"]["fishbone"], "warm")),
         milliseconds(best(row, "warm")), times(row["warm"]["ratio"]),
         milliseconds(own(row["cold"]["fishbone"], "cold")), milliseconds(best(row, "cold")),
         times(row["cold"]["ratio"]),
         milliseconds(own(row.get("pgmpy"), "warm")),
         "—" if row["largestDifference"] is None else f"{row['largestDifference']:.0e}"]
        for row in rows]
    memory = [
        [row["network"], milliseconds(own(row["cold"]["fishbone"], "cold")),
         megabytes(own(row["cold"]["fishbone"], "peakBytes")),
         *[cell for engine in ["Lazy", "ShaferShenoy"]
           for found in [row["cold"]["pyAgrum"][engine]] for cell in (
               milliseconds(own(found, "cold")), megabytes(own(found, "peakBytes")),
               megabytes(own(found, "engineBytes")))]]
        for row in rows]
    memory_titles = [
        "network", "cold, ms", "peak, MB", "Lazy, ms", "peak, MB", "of it the engine, MB",
        "ShaferShenoy, ms", "peak, MB", "of it the engine, MB"]
    batches = [
        [row["network"], *[milliseconds(row["batch"].get(way)) for way in BATCHES],
         gain(row["batch"], "alone", "together"), gain(row["batch"], "alone", "twoThreads"),
         gain(row["batch"], "sameAlone", "sameTogether")]
        for row in rows if row["batch"]]
    batch_titles = [
        "network", "alone", "of 64", "of 64, two threads", "same variables, alone", "same, of 64",
        "gain", "in two threads", "same variables"]
    return "\n".join(
        head + grid(titles, lines)
        + ["", "Batches of 64 cases, milliseconds a case, in one thread where not said:", ""]
        + grid(batch_titles, batches)
        + ["", "A single case without evidence, in a process of its own:", ""]
        + grid(memory_titles, memory)) + "\n"


BATCHES = ["alone", "together", "twoThreads", "sameAlone", "sameTogether"]


def gain(batch, before, after):
    """Returns how many times faster cases are in a batch."""
    return f"{batch[before] / batch[after]:.1f}" if before in batch and after in batch else "—"


def grid(titles, lines):
    """Returns the lines of a table; numbers are set to the right."""
    rule = ["---"] + ["---:"] * (len(titles) - 1)
    return ["| " + " | ".join(line) + " |" for line in [titles, rule] + lines]


def write(table, machine, rows, options):
    """Prints the table, and writes it and the figures where the options say."""
    print(table)
    if options.markdown:
        with open(options.markdown, "w", encoding="utf-8") as file:
            file.write(table)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"machine": machine, "networks": rows}, file, indent=2)
