#!/usr/bin/env python3
"""Turns results of JMH into a Markdown table with the ratio to upstream, and into a chart (SVG, beside the results)."""
import json, pathlib, sys

import chart


def main():
    source = pathlib.Path(sys.argv[1])
    results = json.loads(source.read_text())
    sides = list(dict.fromkeys(r["params"]["side"] for r in results))
    others = [p for p in results[0]["params"] if p != "side"]
    unit = results[0]["primaryMetric"]["scoreUnit"]
    more_is_better = unit.startswith("ops/")
    cases = {}
    for r in results:
        case = tuple(r["params"][p] for p in others)
        cases.setdefault(case, {})[r["params"]["side"]] = r["primaryMetric"]
    print("| " + " | ".join([*others, *(f"{s} ({unit})" for s in sides), *(f"{s} : upstream" for s in sides[1:])]) + " |")
    print("|" + "---|" * (len(others) + 2 * len(sides) - 1))
    for case, metrics in cases.items():
        cells = [f"{m['score']:,.1f} ± {m['scoreError']:,.1f}" if m["scoreError"] != "NaN" else f"{m['score']:,.1f}" for m in map(metrics.get, sides)]
        base = metrics["upstream"]["score"]
        ratios = [metrics[s]["score"] / base if more_is_better else base / metrics[s]["score"] for s in sides[1:]]
        print("| " + " | ".join([*case, *cells, *(f"{r:.1f}" for r in ratios)]) + " |")
    labelled = {", ".join(f"{p} {v}" for p, v in zip(others, case)): {s: m["score"] for s, m in metrics.items()} for case, metrics in cases.items()}
    source.with_suffix(".svg").write_text(chart.bars(labelled, sides, unit))


if __name__ == "__main__":
    main()
