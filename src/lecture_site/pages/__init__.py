"""From a page's text and its outputs to the HTML between Markdown and the theme."""
