"""Measure every page of a built site in a browser: weight, reach, validity, speed."""
