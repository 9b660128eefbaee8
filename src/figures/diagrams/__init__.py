"""Diagrams: from a record to a drawing, which holds its SVG and says in Korean what it shows."""
