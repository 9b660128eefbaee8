"""Lessons are run: in which kernel, in which order, and under which key results are kept."""
