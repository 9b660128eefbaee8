"""Pages on the code itself, in English, from the docstrings of :mod:`backprop`.

They are made while the site is built and lie in no folder, so what reads the Korean pages of the
course (numbers typed by hand, terms, spelling) never meets them; what meets every page asks
:func:`lecture_site.text.course.is_generated`.
"""
