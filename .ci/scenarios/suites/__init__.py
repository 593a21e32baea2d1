"""The scenarios. Modules of this package are found and loaded by .ci/node-scenarios."""
