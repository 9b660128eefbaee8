"""Plots: a ``draw_*`` function takes an axis and a record and returns artists."""
