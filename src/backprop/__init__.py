"""Gradient descent and backpropagation in NumPy alone.

Conventions, everywhere in the package:

* Row vectors. X is [n_samples, n_features], w1 [n_inputs, n_hidden], w2 [n_hidden, n_outputs],
  every number is float64 and, as in the lecture, the network has no biases.
* The cost of gradient descent is E = ½ Σ (y − o)², summed over samples and outputs. The mean
  squared error (MSE) is what is reported.
* The sign of the lecture: an *error* is −∂E/∂A and a *delta* is −∂E/∂S, but a *gradient* is the
  true ∂E/∂w, so that w ← w − η · gradient.

A function takes arrays and returns one frozen record. Nothing here prints, saves or reads a clock.
"""
