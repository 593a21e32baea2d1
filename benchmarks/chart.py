"""Bars as SVG, one for each side of each case, on a logarithmic scale, as the sides lie far apart."""
import math

COLOURS = {"upstream": "#8a8f98", "upstream-tuned": "#b9bdc4", "podsmith": "#2f6fde", "podsmith-pod-steps": "#7fb0ff", "floor": "#c98a2b"}
BAR, GAP, LEFT, WIDTH = 14, 12, 190, 520


def bars(cases, sides, unit):
    """cases: {label: {side: value}}; sides: their order."""
    values = [value for case in cases.values() for value in case.values() if value]
    low, high = math.floor(math.log10(min(values))), math.log10(max(values))
    lines, y = [], 40
    for label, case in cases.items():
        shown = [side for side in sides if case.get(side)]
        lines.append(f'<text x="{LEFT - 8}" y="{y + BAR * len(shown) / 2 + 4}" text-anchor="end">{label}</text>')
        for side in shown:
            length = (math.log10(case[side]) - low) / (high - low or 1) * WIDTH
            lines.append(f'<rect x="{LEFT}" y="{y}" width="{length:.0f}" height="{BAR - 2}" fill="{COLOURS.get(side, "#444")}"/>')
            lines.append(f'<text x="{LEFT + length + 4:.0f}" y="{y + BAR - 4}">{number(case[side])}</text>')
            y += BAR
        y += GAP
    legend = "".join(f'<rect x="{LEFT + i * 150}" y="10" width="12" height="12" fill="{COLOURS.get(s, "#444")}"/><text x="{LEFT + i * 150 + 16}" y="20">{s}</text>'
                     for i, s in enumerate(sides))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 90}" height="{y + 24}" font-family="sans-serif" font-size="11">'
            f'<rect width="100%" height="100%" fill="white"/>{legend}{"".join(lines)}<text x="{LEFT}" y="{y + 12}">{unit}, logarithmic</text></svg>\n')


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
