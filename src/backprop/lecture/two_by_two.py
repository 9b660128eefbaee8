r"""The 2-2-2 sigmoid network with biases, worked number by number with the lecture's symbols.

Small letters are weighted sums, capitals are what the sigmoid makes of them: the hidden nodes have
h1, h2 and H1, H2, the output nodes y1, y2 and Y1, Y2. So H1 is the activated hidden output, which
is why ∂y1/∂H1 = w5.

    h1 = w1·x1 + w2·x2 + b1      H1 = σ(h1)      y1 = w5·H1 + w6·H2 + b2      Y1 = σ(y1)
    h2 = w3·x1 + w4·x2 + b1      H2 = σ(h2)      y2 = w7·H1 + w8·H2 + b2      Y2 = σ(y2)
    E1 = ½(t1 − Y1)²             E2 = ½(t2 − Y2)²                             E = E1 + E2

``dE1_dH1`` is read ∂E1/∂H1. The numbers of `EXAMPLE` and `INITIAL_WEIGHTS` are those of Matt Mazur,
"A Step by Step Backpropagation Example", 2015,
https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/, so that a reader can
compare: its forward pass, its derivatives and its new weights are met to the printed digits.
"""
# ruff: noqa: N815 - the fields are the lecture's symbols, dE1_dH1 being ∂E1/∂H1.

from dataclasses import astuple, dataclass

from backprop.activations import sigmoid
from backprop.validation import positive_number, real_array


@dataclass(frozen=True, slots=True)
class Setting:
    """What stays as it is: inputs x1, x2, biases b1, b2, targets t1, t2 and the learning rate."""

    x1: float = 0.05
    x2: float = 0.10
    b1: float = 0.35
    b2: float = 0.60
    t1: float = 0.01
    t2: float = 0.99
    learning_rate: float = 0.5

    def __post_init__(self) -> None:
        for name in ("x1", "x2", "b1", "b2", "t1", "t2"):
            real_array(name, getattr(self, name), ())
        positive_number("learning_rate", self.learning_rate)


@dataclass(frozen=True, slots=True)
class Weights:
    """The eight weights: w1…w4 lead into the hidden nodes, w5…w8 into the output nodes."""

    w1: float
    w2: float
    w3: float
    w4: float
    w5: float
    w6: float
    w7: float
    w8: float

    def __post_init__(self) -> None:
        real_array("weights", astuple(self), (8,))


EXAMPLE = Setting()
INITIAL_WEIGHTS = Weights(0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55)


@dataclass(frozen=True, slots=True)
class Forward:
    """The forward pass: weighted sums, activations, the error of each output and their sum E."""

    h1: float
    h2: float
    H1: float
    H2: float
    y1: float
    y2: float
    Y1: float
    Y2: float
    E1: float
    E2: float
    E: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Backward:
    """Every factor and every product of the chain rule, in the order in which they are found."""

    dE1_dY1: float
    dY1_dy1: float
    dE1_dy1: float
    dE2_dY2: float
    dY2_dy2: float
    dE2_dy2: float

    dy1_dw5: float
    dy1_dw6: float
    dy2_dw7: float
    dy2_dw8: float
    dE_dw5: float
    dE_dw6: float
    dE_dw7: float
    dE_dw8: float

    dy1_dH1: float
    dy2_dH1: float
    dE1_dH1: float
    dE2_dH1: float
    dE_dH1: float
    dy1_dH2: float
    dy2_dH2: float
    dE1_dH2: float
    dE2_dH2: float
    dE_dH2: float

    dH1_dh1: float
    dH2_dh2: float
    dE_dh1: float
    dE_dh2: float
    dh1_dw1: float
    dh1_dw2: float
    dh2_dw3: float
    dh2_dw4: float
    dE_dw1: float
    dE_dw2: float
    dE_dw3: float
    dE_dw4: float

    @property
    def gradient(self) -> tuple[float, ...]:
        """Return ∂E/∂w1 … ∂E/∂w8, in the order of `Weights`."""
        return (
            *(self.dE_dw1, self.dE_dw2, self.dE_dw3, self.dE_dw4),
            *(self.dE_dw5, self.dE_dw6, self.dE_dw7, self.dE_dw8),
        )


# --8<-- [start:forward]
def forward(w: Weights, s: Setting = EXAMPLE) -> Forward:
    """Return the forward pass of weights `w` in setting `s`."""
    h1 = w.w1 * s.x1 + w.w2 * s.x2 + s.b1
    h2 = w.w3 * s.x1 + w.w4 * s.x2 + s.b1
    H1, H2 = float(sigmoid(h1)), float(sigmoid(h2))
    y1 = w.w5 * H1 + w.w6 * H2 + s.b2
    y2 = w.w7 * H1 + w.w8 * H2 + s.b2
    Y1, Y2 = float(sigmoid(y1)), float(sigmoid(y2))
    E1, E2 = (s.t1 - Y1) ** 2 / 2, (s.t2 - Y2) ** 2 / 2
    return Forward(h1, h2, H1, H2, y1, y2, Y1, Y2, E1, E2, E1 + E2)
    # --8<-- [end:forward]


# --8<-- [start:backward]
def backward(w: Weights, f: Forward, s: Setting = EXAMPLE) -> Backward:
    """Return every derivative of forward pass `f` of weights `w` in setting `s`."""
    # E to the weighted sums of the output nodes
    dE1_dY1, dY1_dy1 = f.Y1 - s.t1, f.Y1 * (1 - f.Y1)
    dE2_dY2, dY2_dy2 = f.Y2 - s.t2, f.Y2 * (1 - f.Y2)
    dE1_dy1, dE2_dy2 = dE1_dY1 * dY1_dy1, dE2_dY2 * dY2_dy2

    # to the weights w5…w8
    dy1_dw5, dy1_dw6, dy2_dw7, dy2_dw8 = f.H1, f.H2, f.H1, f.H2
    dE_dw5, dE_dw6 = dE1_dy1 * dy1_dw5, dE1_dy1 * dy1_dw6
    dE_dw7, dE_dw8 = dE2_dy2 * dy2_dw7, dE2_dy2 * dy2_dw8

    # to the hidden nodes: each of them acts on both outputs, so two paths are added
    dy1_dH1, dy2_dH1, dy1_dH2, dy2_dH2 = w.w5, w.w7, w.w6, w.w8
    dE1_dH1, dE2_dH1 = dE1_dY1 * dY1_dy1 * dy1_dH1, dE2_dY2 * dY2_dy2 * dy2_dH1
    dE1_dH2, dE2_dH2 = dE1_dY1 * dY1_dy1 * dy1_dH2, dE2_dY2 * dY2_dy2 * dy2_dH2
    dE_dH1, dE_dH2 = dE1_dH1 + dE2_dH1, dE1_dH2 + dE2_dH2

    # to the weights w1…w4
    dH1_dh1, dH2_dh2 = f.H1 * (1 - f.H1), f.H2 * (1 - f.H2)
    dE_dh1, dE_dh2 = dE_dH1 * dH1_dh1, dE_dH2 * dH2_dh2
    dh1_dw1, dh1_dw2, dh2_dw3, dh2_dw4 = s.x1, s.x2, s.x1, s.x2
    dE_dw1, dE_dw2 = dE_dh1 * dh1_dw1, dE_dh1 * dh1_dw2
    dE_dw3, dE_dw4 = dE_dh2 * dh2_dw3, dE_dh2 * dh2_dw4
    # --8<-- [end:backward]
    return Backward(
        dE1_dY1=dE1_dY1,
        dY1_dy1=dY1_dy1,
        dE1_dy1=dE1_dy1,
        dE2_dY2=dE2_dY2,
        dY2_dy2=dY2_dy2,
        dE2_dy2=dE2_dy2,
        dy1_dw5=dy1_dw5,
        dy1_dw6=dy1_dw6,
        dy2_dw7=dy2_dw7,
        dy2_dw8=dy2_dw8,
        dE_dw5=dE_dw5,
        dE_dw6=dE_dw6,
        dE_dw7=dE_dw7,
        dE_dw8=dE_dw8,
        dy1_dH1=dy1_dH1,
        dy2_dH1=dy2_dH1,
        dE1_dH1=dE1_dH1,
        dE2_dH1=dE2_dH1,
        dE_dH1=dE_dH1,
        dy1_dH2=dy1_dH2,
        dy2_dH2=dy2_dH2,
        dE1_dH2=dE1_dH2,
        dE2_dH2=dE2_dH2,
        dE_dH2=dE_dH2,
        dH1_dh1=dH1_dh1,
        dH2_dh2=dH2_dh2,
        dE_dh1=dE_dh1,
        dE_dh2=dE_dh2,
        dh1_dw1=dh1_dw1,
        dh1_dw2=dh1_dw2,
        dh2_dw3=dh2_dw3,
        dh2_dw4=dh2_dw4,
        dE_dw1=dE_dw1,
        dE_dw2=dE_dw2,
        dE_dw3=dE_dw3,
        dE_dw4=dE_dw4,
    )
