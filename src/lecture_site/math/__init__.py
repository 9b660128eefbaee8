"""Formulas: TeX by MathJax into MathML that three engines draw alike."""
