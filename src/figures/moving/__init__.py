"""Figures that a reader moves: complete still pictures first, with frames for the scripts."""
