"""Runs cells and answers in the reader's browser: what is shipped to Pyodide beside the course.

It runs in a worker of the reader's browser, and so imports the standard library, NumPy and the
course's own packages alone.
"""
