#!/usr/bin/env python3
"""Turns results of JMH into a Markdown table with the ratio to upstream, and into a chart (SVG, beside the results)."""
import json, pathlib, sys


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
    source.with_suffix(".svg").write_text(chart(others, unit, sides, cases))


def chart(others, unit, sides, cases):
    """One bar a side and case; a log scale, as the sides lie far apart."""
    import math
    colours = ["#8a8f98", "#2f6fde", "#7fb0ff", "#c98a2b"]
    scores = [m["score"] for metrics in cases.values() for m in metrics.values()]
    low, high = math.floor(math.log10(min(scores))), math.log10(max(scores))
    bar, gap, left, width = 14, 12, 190, 520
    lines, y = [], 40
    for case, metrics in cases.items():
        label = ", ".join(f"{p} {v}" for p, v in zip(others, case))
        lines.append(f'<text x="{left - 8}" y="{y + bar * len(sides) / 2 + 4}" text-anchor="end">{label}</text>')
        for side, colour in zip(sides, colours):
            score = metrics[side]["score"]
            length = (math.log10(score) - low) / (high - low) * width
            lines.append(f'<rect x="{left}" y="{y}" width="{length:.0f}" height="{bar - 2}" fill="{colour}"/>')
            lines.append(f'<text x="{left + length + 4:.0f}" y="{y + bar - 4}">{score:,.0f}</text>')
            y += bar
        y += gap
    legend = "".join(f'<rect x="{left + i * 170}" y="10" width="12" height="12" fill="{c}"/><text x="{left + i * 170 + 16}" y="20">{s}</text>'
                     for i, (s, c) in enumerate(zip(sides, colours)))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 90}" height="{y + 24}" font-family="sans-serif" font-size="11">'
            f'<rect width="100%" height="100%" fill="white"/>{legend}{"".join(lines)}<text x="{left}" y="{y + 12}">{unit}, logarithmic</text></svg>\n')


if __name__ == "__main__":
    main()
