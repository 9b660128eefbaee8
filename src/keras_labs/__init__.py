"""The TensorFlow side of the lecture: Keras regression, parity with NumPy, and Fashion-MNIST."""
