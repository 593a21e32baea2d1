"""The list of scenarios."""

from dataclasses import dataclass, field
from typing import Callable

SCENARIOS = {}


@dataclass(frozen=True)
class Scenario:
    name: str
    body: Callable
    # The suite and test of Spark that this one follows, or "" for a situation of our own.
    mirrors: str
    title: str
    # Runs in .ci/run on every change.
    quick: bool = False
    # Shown in the table where stock Spark fails or cannot run this.
    stock_note: str = ""
    note: str = ""
    # A submission that fails does not end the scenario.
    survives_failure: bool = False
    # The driver ends by itself, so that it removes its executors.
    stops_well: bool = True
    namespace: str = ""
    namespace_labels: dict = field(default_factory=dict)


def scenario(name, mirrors="", **options):
    """Registers a function; the first line of its docstring is the title."""

    def register(body):
        title = body.__doc__.strip().splitlines()[0].rstrip(".")
        if name in SCENARIOS:
            raise ValueError(f"two scenarios are called {name}")
        SCENARIOS[name] = Scenario(name, body, mirrors, title, **options)
        return body

    return register
