"""The commands: one whole build, and the preview of a site that is being written."""
