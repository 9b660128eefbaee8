"""The part of each plane that the pictures of optimizers show: (least, greatest) of each weight."""

RAVINE_DOMAIN = ((-2.4, 0.9), (-0.6, 0.6))
SADDLE_DOMAIN = ((-1.0, 1.2), (-1.5, 1.5))
PLANE_DOMAIN = ((-2.0, 4.5), (-0.5, 6.0))
"""Newton's method leaves it."""
BATCH_DOMAIN = ((-0.6, 1.4), (-0.2, 1.5))
