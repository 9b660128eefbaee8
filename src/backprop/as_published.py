"""The lecture's backward pass with its faults, for the page that shows them.

    F1   output_delta = output_error · σ'(A_O)      the sigmoid is applied twice; right: σ'(S_O)
    F2   hidden_delta = hidden_error · σ'(S_O)      the wrong layer, and (n, 1) broadcasts silently
    F3   hidden_delta = hidden_error · σ'(A_H)      what the text says instead; right: σ'(S_H)
    F4   the hidden error is printed with the w2 of after the update
    F5   σ'(output_error) is shown as a step; it has no meaning

The code of the lecture holds F1 and F2, its text F3; here is the code, and each fault alone.
All have the signature of `backprop.network.backward` and can be trained and checked in its place.
Nothing else in the package imports this module.

Source: the lecture's printed code and outputs, which these functions reproduce: arrays to all
eight decimals that NumPy prints, the errors, printed to 17 digits, to what rounding leaves.
"""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from backprop.activations import sigmoid_derivative
from backprop.network import BackwardPass, ForwardPass, Parameters, forward
from backprop.training import TrainingLog, train, update
from backprop.validation import FloatArray, real_array


@dataclass(frozen=True, slots=True, eq=False)
class PrintedStep:
    """The arrays that the lecture prints for one training step, under its own names.

    Attributes
    ----------
    o_error, o_delta : numpy.ndarray, shape (n_samples, n_outputs)
        Error, and delta with F1.
    sigmoid_prime_of_o_error : numpy.ndarray, shape (n_samples, n_outputs)
        F5.
    activated_hidden, z2_delta : numpy.ndarray, shape (n_samples, n_hidden)
        A_H, and hidden delta with F1 and F2.
    z2_error : numpy.ndarray, shape (n_samples, n_hidden)
        Hidden error that the update used.
    z2_error_after_update : numpy.ndarray, shape (n_samples, n_hidden)
        Hidden error as printed: F4.
    w1_step : numpy.ndarray, shape (n_inputs, n_hidden)
        What was added to w1.
    w2_step : numpy.ndarray, shape (n_hidden, n_outputs)
        What was added to w2.
    after : backprop.network.Parameters
        Weights after the update.
    """

    o_error: FloatArray
    sigmoid_prime_of_o_error: FloatArray
    o_delta: FloatArray
    z2_error: FloatArray
    z2_error_after_update: FloatArray
    activated_hidden: FloatArray
    z2_delta: FloatArray
    w1_step: FloatArray
    w2_step: FloatArray
    after: Parameters


def backward_with_f1(
    parameters: Parameters, forward_pass: ForwardPass, y: ArrayLike
) -> BackwardPass:
    """Apply the sigmoid twice in the output delta; the hidden layer is right."""
    return _backward(
        parameters,
        forward_pass,
        y,
        output_slope=sigmoid_derivative(forward_pass.activated_output),
        hidden_slope=sigmoid_derivative(forward_pass.hidden_sum),
    )


def backward_with_f2(
    parameters: Parameters, forward_pass: ForwardPass, y: ArrayLike
) -> BackwardPass:
    """Take the slope of the output layer in the hidden delta; the output layer is right."""
    return _backward(
        parameters,
        forward_pass,
        y,
        output_slope=sigmoid_derivative(forward_pass.output_sum),
        hidden_slope=sigmoid_derivative(forward_pass.output_sum),
    )


def backward_with_f3(
    parameters: Parameters, forward_pass: ForwardPass, y: ArrayLike
) -> BackwardPass:
    """Apply the sigmoid twice in the hidden delta; the output layer is right."""
    return _backward(
        parameters,
        forward_pass,
        y,
        output_slope=sigmoid_derivative(forward_pass.output_sum),
        hidden_slope=sigmoid_derivative(forward_pass.activated_hidden),
    )


def backward_as_printed(
    parameters: Parameters, forward_pass: ForwardPass, y: ArrayLike
) -> BackwardPass:
    """Compute what the lecture's code computes: F1 and F2."""
    return _backward(
        parameters,
        forward_pass,
        y,
        output_slope=sigmoid_derivative(forward_pass.activated_output),
        hidden_slope=sigmoid_derivative(forward_pass.output_sum),
    )


def printed_step(parameters: Parameters, X: ArrayLike, y: ArrayLike) -> PrintedStep:
    """Make one training step as printed and keep every array that the lecture shows.

    Parameters
    ----------
    parameters : Parameters
        Weights before the step; network 3 for the lecture's figures.
    X : array_like, shape (n_samples, n_inputs)
        Inputs.
    y : array_like, shape (n_samples, n_outputs)
        Targets.

    Raises
    ------
    TypeError, ValueError
        If X or y is not real and finite, or of another shape.
    """
    forward_pass = forward(parameters, X)
    faulty = backward_as_printed(parameters, forward_pass, y)
    after = update(parameters, faulty)
    return PrintedStep(
        o_error=faulty.output_error,
        sigmoid_prime_of_o_error=sigmoid_derivative(faulty.output_error),
        o_delta=faulty.output_delta,
        z2_error=faulty.hidden_error,
        z2_error_after_update=faulty.output_delta @ after.w2.T,
        activated_hidden=forward_pass.activated_hidden,
        z2_delta=faulty.hidden_delta,
        w1_step=-faulty.w1_gradient,
        w2_step=-faulty.w2_gradient,
        after=after,
    )


def train_as_printed(
    parameters: Parameters, X: ArrayLike, y: ArrayLike, iterations: int = 10_000
) -> TrainingLog:
    """Train with the lecture's code as printed, learning rate 1; see `backprop.training.train`."""
    return train(parameters, X, y, iterations, backward=backward_as_printed)


def _backward(
    parameters: Parameters,
    forward_pass: ForwardPass,
    y: ArrayLike,
    output_slope: FloatArray,
    hidden_slope: FloatArray,
) -> BackwardPass:
    y = real_array("y", y, forward_pass.activated_output.shape)
    output_error = y - forward_pass.activated_output  # [n_samples, n_outputs]
    output_delta = output_error * output_slope  # [n_samples, n_outputs]
    hidden_error = output_delta @ parameters.w2.T  # [n_samples, n_hidden]
    hidden_delta = hidden_error * hidden_slope  # [n_samples, n_hidden]
    return BackwardPass(
        output_error,
        output_delta,
        hidden_error,
        hidden_delta,
        w1_gradient=-(forward_pass.X.T @ hidden_delta),
        w2_gradient=-(forward_pass.activated_hidden.T @ output_delta),
    )
