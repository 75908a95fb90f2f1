"""The gate: what stands between a deal and a stage."""
