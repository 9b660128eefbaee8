"""SVG: the shapes and the text of drawings, and how a drawing becomes part of a page."""
