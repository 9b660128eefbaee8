"""The course as one PDF, printed by Chromium, which is found or installed here."""
