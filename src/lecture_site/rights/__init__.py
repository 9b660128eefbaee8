"""Whose work the site ships, and under which licence: notices, origins, bills of materials."""
