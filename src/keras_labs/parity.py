"""The NumPy network inside Keras: the same weights give the same outputs and the same gradients.

`backprop.network.backward` gives the gradient of E = ½ Σ (y − o)² (∂E/∂o = o − y). Keras' "mse" is
(1/N) Σ (y − o)² over all N = n_samples · n_outputs values (∂/∂o = 2 (o − y)/N). So

    ∂MSE/∂w = (2 / N) · ∂E/∂w,

and a learning rate η on the MSE takes the step of the learning rate 2η/N on E.

Source: https://www.tensorflow.org/api_docs/python/tf/GradientTape
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from backprop.network import Parameters, backward, forward
from backprop.validation import real_array
from keras_labs.quiet import keras, tf


@dataclass(frozen=True, slots=True, eq=False)
class Parity:
    """Outputs and gradients of one network on one batch, computed twice.

    Attributes
    ----------
    numpy_output, keras_output : numpy.ndarray
        [n_samples, n_outputs].
    numpy_gradient : numpy.ndarray
        [n_weights], ∂E/∂w with E = ½ Σ (y − o)², ordered as `Parameters.to_vector`.
    keras_gradient, keras_mse_gradient : numpy.ndarray
        [n_weights], from `GradientTape`: of E, and of Keras' mean squared error.
    mse_factor : float
        2 / (n_samples · n_outputs), the factor from the gradient of E to that of the MSE.
    output_difference, gradient_difference, mse_gradient_difference : float
        Largest absolute difference between the two computations, the factor taken into account.
    """

    numpy_output: np.ndarray
    keras_output: np.ndarray
    numpy_gradient: np.ndarray
    keras_gradient: np.ndarray
    keras_mse_gradient: np.ndarray
    mse_factor: float
    output_difference: float
    gradient_difference: float
    mse_gradient_difference: float


def to_keras(
    parameters: Parameters, dtype: Literal["float32", "float64"] = "float64"
) -> keras.Sequential:
    """Build the lecture's network in Keras, without biases, and give it these weights.

    Parameters
    ----------
    parameters : backprop.network.Parameters
        w1 [n_inputs, n_hidden], w2 [n_hidden, n_outputs].
    dtype : {"float32", "float64"}
        Type that Keras computes in; its own default is float32.

    Returns
    -------
    keras.Sequential
        Not compiled.
    """
    # --8<-- [start:to_keras]
    model = keras.Sequential(
        [
            keras.Input(shape=(parameters.n_inputs,), dtype=dtype),
            keras.layers.Dense(
                parameters.n_hidden, activation="sigmoid", use_bias=False, dtype=dtype
            ),
            keras.layers.Dense(
                parameters.n_outputs, activation="sigmoid", use_bias=False, dtype=dtype
            ),
        ]
    )
    model.set_weights([parameters.w1, parameters.w2])
    # --8<-- [end:to_keras]
    return model


def tape_gradient(
    model: Any, X: np.ndarray, y: np.ndarray, loss: Literal["half_sum", "mse"]
) -> np.ndarray:
    """Differentiate a loss by automatic differentiation.

    Parameters
    ----------
    model : keras.Sequential
        What `to_keras` returns.
    X, y : numpy.ndarray
        [n_samples, n_inputs] and [n_samples, n_outputs].
    loss : {"half_sum", "mse"}
        ½ Σ (y − o)², or Keras' mean squared error.

    Returns
    -------
    numpy.ndarray
        [n_weights], in the type of the model, ordered as `Parameters.to_vector`.

    Raises
    ------
    TypeError, ValueError
        If X or y is not an array of finite numbers in that shape, or the loss is none of the two.
    """
    if loss not in ("half_sum", "mse"):
        raise ValueError(f"loss: expected 'half_sum' or 'mse', got {loss!r}")
    dtype = model.layers[0].compute_dtype
    X = real_array("X", X, ("n_samples", model.input_shape[1])).astype(dtype)
    y = real_array("y", y, (len(X), model.output_shape[1])).astype(dtype)
    value: Any
    gradients: Any
    # --8<-- [start:tape]
    with tf.GradientTape() as tape:
        output = model(X)  # [n_samples, n_outputs]
        if loss == "half_sum":
            value = tf.reduce_sum((y - output) ** 2) / 2
        else:
            value = keras.losses.MeanSquaredError(dtype=dtype)(y, output)
    gradients = tape.gradient(value, model.trainable_variables)  # one for each weight matrix
    # --8<-- [end:tape]
    return np.concatenate([np.ravel(gradient) for gradient in gradients])


def compare(
    parameters: Parameters,
    X: np.ndarray,
    y: np.ndarray,
    dtype: Literal["float32", "float64"] = "float64",
) -> Parity:
    """Compute outputs and gradients with NumPy and with Keras.

    Parameters
    ----------
    parameters : backprop.network.Parameters
        The weights of both networks.
    X, y : numpy.ndarray
        [n_samples, n_inputs] and [n_samples, n_outputs].
    dtype : {"float32", "float64"}
        Type that Keras computes in.

    Returns
    -------
    Parity

    Raises
    ------
    TypeError, ValueError
        If X or y is not an array of finite numbers in that shape.
    """
    forward_pass = forward(parameters, X)
    numpy_gradient = backward(parameters, forward_pass, y).to_vector()
    model = to_keras(parameters, dtype)
    keras_output = np.asarray(model(forward_pass.X.astype(dtype)))
    keras_gradient = tape_gradient(model, X, y, "half_sum")
    keras_mse_gradient = tape_gradient(model, X, y, "mse")
    mse_factor = 2 / forward_pass.activated_output.size
    return Parity(
        numpy_output=forward_pass.activated_output,
        keras_output=keras_output,
        numpy_gradient=numpy_gradient,
        keras_gradient=keras_gradient,
        keras_mse_gradient=keras_mse_gradient,
        mse_factor=mse_factor,
        output_difference=float(np.abs(keras_output - forward_pass.activated_output).max()),
        gradient_difference=float(np.abs(keras_gradient - numpy_gradient).max()),
        mse_gradient_difference=float(
            np.abs(keras_mse_gradient - mse_factor * numpy_gradient).max()
        ),
    )
