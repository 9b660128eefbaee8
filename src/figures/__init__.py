"""Figures of the course: plotted by Matplotlib or drawn as SVG, published as part of the page.

What is drawn has been computed by `backprop`; nothing here computes, saves or shows. A lesson
imports each drawing from its own module, so that a page depends on what it shows and on no more.
"""
