"""Scenarios on a real Kubernetes node, run on stock Spark and on Podsmith: see .ci/node-scenarios."""
