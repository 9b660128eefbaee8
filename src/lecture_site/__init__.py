"""The site itself: lessons are executed, formulas typeset, fonts cut; MkDocs does the rest."""
