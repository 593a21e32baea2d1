"""Results: .ci/scenarios/results.json, and docs/compatibility.md which is written from it."""

import datetime
import fcntl
import json
import subprocess
import sys
import threading
from pathlib import Path

from scenarios import node
from scenarios.registry import SCENARIOS

RESULTS = Path(__file__).parent / "results.json"
PAGE = node.ROOT / "docs/compatibility.md"
LOCK = threading.Lock()


def load():
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def keep(name, product, result):
    """Keeps one result. Of a failure the first line is kept; the logs have the rest."""
    with LOCK, open(node.OUT / "results.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        results = load()
        kept = {key: value for key, value in result.items() if key != "failed"}
        if "failed" in result:
            kept["failed"] = [" ".join(line.split())[:200] for line in result["failed"]][:3]
        kept["date"] = datetime.date.today().isoformat()
        kept["commit"] = commit()
        results.setdefault(name, {})[product] = kept
        order = {n: i for i, n in enumerate(SCENARIOS)}
        known = {n: results[n] for n in sorted(results, key=lambda n: order.get(n, -1)) if n in order}
        RESULTS.write_text(json.dumps(known, indent=1) + "\n")


def commit():
    command = ["git", "-C", str(node.ROOT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def word(result):
    return {"passed": "passes", "failed": "**fails**", "not applicable": "n/a"}.get(result.get("result"), "not run")


def seconds(result):
    return str(result["seconds"]) if result.get("result") in ("passed", "failed") else "-"


def note(scenario, stock):
    parts = [scenario.note] if scenario.note else []
    if stock.get("result") == "failed":
        parts.append(f"Stock: {scenario.stock_note}" if scenario.stock_note else f"Stock: {stock['failed'][0]}")
    elif stock.get("result") == "not applicable":
        parts.append(stock["reason"])
    return " ".join(parts).replace("|", "\\|").replace("<", "&lt;")


def render():
    results = load()
    rows = {"suite": [], "situation": []}
    count = {}
    for scenario in SCENARIOS.values():
        known = results.get(scenario.name, {})
        stock, podsmith = known.get("stock", {}), known.get("podsmith", {})
        for product, result in (("stock", stock), ("podsmith", podsmith)):
            key = (product, result.get("result", "not run"))
            count[key] = count.get(key, 0) + 1
        cells = [f"`{scenario.name}`", scenario.title]
        if scenario.mirrors:
            cells.append(scenario.mirrors)
        cells += [word(stock), word(podsmith), f"{seconds(stock)} / {seconds(podsmith)}", note(scenario, stock)]
        rows["suite" if scenario.mirrors else "situation"].append("| " + " | ".join(cells) + " |")

    def total(product):
        words = (("passed", "pass"), ("failed", "fail"), ("not applicable", "do not apply"), ("not run", "were not run"))
        return ", ".join(f"{count[product, w]} {said}" for w, said in words if (product, w) in count)

    dates = sorted({r["date"] for known in results.values() for r in known.values()})
    commits = sorted({known["podsmith"]["commit"] for known in results.values() if "podsmith" in known})
    return PAGE_TEXT.format(
        scenarios=len(SCENARIOS),
        version=node.SPARK_VERSION,
        stock=total("stock"),
        podsmith=total("podsmith"),
        dates=dates[-1] if dates else "never",
        commits=", ".join(commits) or "none",
        suite="\n".join(rows["suite"]),
        situation="\n".join(rows["situation"]),
    )


PAGE_TEXT = """\
# Compatibility with Spark on a real node
<!-- Written by .ci/node-scenarios --write from .ci/scenarios/results.json: do not edit. -->

This page shows what was run on a real Kubernetes node (Kubernetes 1.34.4, containerd, one node), with stock Spark {version}
and with the same distribution and Podsmith's jars. It has {scenarios} scenarios. Each runs in a namespace of its own, with a
service account that has the cluster role `edit`, which is what Spark documents. Each checks exit codes, log lines, fields of
pods and leftover resources.

- Stock Spark {version}: {stock}.
- Podsmith: {podsmith}.

Last run: {dates}, with Podsmith's jars of commit {commits}. Rows whose result is *not run* are scenarios that have not been run since
they were written or changed. To run scenarios yourself, run `./mvnw package` and then, as root, `.ci/node-scenarios NAME…`; without
a name all are run. `--record` keeps the results and `--write` writes this page.

Seconds are for the whole scenario, stock / Podsmith, on a machine with two cores that runs several scenarios at the same
time. They show the order of magnitude and are no benchmark; for figures see `benchmarks/RESULTS.md`.

## Scenarios of Spark's integration suites
The scenarios follow the tests of Spark's `resource-managers/kubernetes/integration-tests` and are written by us.

| Scenario | What it does | Suite and test of Spark | Stock | Podsmith | Seconds | Note |
|---|---|---|---|---|---|---|
{suite}

## Situations from bug reports
| Scenario | What it does | Stock | Podsmith | Seconds | Note |
|---|---|---|---|---|---|
{situation}

## Not run
| What | Why |
|---|---|
| `DepsTestsSuite` with S3 | needs an S3 server and the `hadoop-aws` jars; the upload itself runs with a shared directory (`deps-client-files`) |
| `RTestsSuite` | the PyPI distribution of Spark has no SparkR |
| `.profile` of `EnvTestsSuite` | belongs to the entry point of Spark's own image; the node's image has its own entry point |
| `VolcanoSuite`, `YuniKornSuite` | need these schedulers in the cluster; pods and PodGroups are compared in `DifferentialTest` |
"""


def write():
    PAGE.write_text(render())
    print(f"wrote {PAGE.relative_to(node.ROOT)}")


def check():
    if PAGE.exists() and PAGE.read_text() == render():
        return 0
    print("docs/compatibility.md is out of date: run .ci/node-scenarios --write", file=sys.stderr)
    return 1
