"""What a reader can choose, and what is refused in words for the reader."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import isfinite
from typing import Any

SIDE = 100
"""A point that the reader sets lies on a grid of so many steps from 0 to 1, both ways."""
POINTS = 40
"""So many points may be set."""
POINT = re.compile(r"(\d{1,3})\.(\d{1,3})\.([01])", re.ASCII)
LIMIT = 10_000
"""So many steps may be taken."""
LAYERS = 8
"""So many hidden layers may be had."""
BATCHES = (1, 2, 4, 8, 16, 32)
"""So many points may be taken for a step, beside all."""

REFUSAL = "{label}: ‘{text}’ 대신 {asks} 적어 주세요."
"""What is said to a value that cannot be used."""
QUOTED = 20
"""So many characters of what is refused are told."""


class RefusedError(ValueError):
    """Settings that cannot be used; the message says in Korean what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting that is one of several.

    Attributes
    ----------
    label : str
        Its name for the reader.
    options : dict of str to str
        Value in the address, and what the reader sees.
    """

    label: str
    options: dict[str, str]

    @property
    def asks(self) -> str:
        """What may be given, in words."""
        return ", ".join(self.options) + " 가운데 하나를"

    def read(self, text: str) -> str | None:
        """Read a text; None if it is none of the options."""
        return text if text in self.options else None

    def to_json(self) -> dict[str, Any]:
        """Return what the page's script reads by."""
        return {"label": self.label, "asks": self.asks, "options": [*self.options]}


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a number.

    Attributes
    ----------
    label : str
        Its name for the reader.
    least, most : float
        Bounds, both included.
    whole : bool
        Whether it has no decimals.
    """

    label: str
    least: float
    most: float
    whole: bool = True

    @property
    def asks(self) -> str:
        """What may be given, in words."""
        kind = "정수를" if self.whole else "수를"
        return f"{self.least:,}부터 {self.most:,}까지의 {kind}"

    @property
    def pattern(self) -> str:
        """How it is written: digits of ASCII, so that Python and JavaScript agree."""
        return r"\d{1,9}" if self.whole else r"(\d{1,9}(\.\d{0,9})?|\.\d{1,9})(e-?\d{1,2})?"

    def read(self, text: str) -> float | None:
        """Read a text; None if it is no such number."""
        if not re.fullmatch(self.pattern, text, re.ASCII):
            return None
        value = int(text) if self.whole else float(text)
        return value if isfinite(value) and self.least <= value <= self.most else None

    def to_json(self) -> dict[str, Any]:
        """Return what the page's script reads by."""
        bounds = {"least": self.least, "most": self.most, "pattern": f"^{self.pattern}$"}
        return {"label": self.label, "asks": self.asks, **bounds}


@dataclass(frozen=True, slots=True)
class Points:
    """The reader's own points, as ``20.35.1_50.50.0``: hundredths to the right, up, class."""

    label: str = "내 점"
    asks: str = f"{POINTS}개까지의 점을"

    def read(self, text: str) -> str | None:
        """Read a text; None if it is no list of points."""
        parts = text.split("_") if text else []
        found = [POINT.fullmatch(part) for part in parts]
        fit = all(each and max(int(each[1]), int(each[2])) <= SIDE for each in found)
        return text if fit and len(parts) <= POINTS else None

    def to_json(self) -> dict[str, Any]:
        """Return what the page's script reads by."""
        point = {"pattern": f"^{POINT.pattern}$", "side": SIDE, "most": POINTS}
        return {"label": self.label, "asks": self.asks, "point": point}


@dataclass(frozen=True, slots=True)
class Widths:
    """How many nodes the hidden layers have: ``6`` for all, ``4-3`` for one after the other."""

    label: str = "층마다 노드 수"
    least: int = 1
    most: int = 8

    @property
    def asks(self) -> str:
        """What may be given, in words."""
        return f"{self.least}부터 {self.most}까지의 정수 하나를, 또는 은닉층마다 하나씩 ‘4-3’처럼"

    @property
    def pattern(self) -> str:
        """How it is written."""
        return rf"\d{{1,9}}(-\d{{1,9}}){{0,{LAYERS - 1}}}"

    def read(self, text: str) -> str | None:
        """Read a text; None if it is no such list."""
        if not re.fullmatch(self.pattern, text, re.ASCII):
            return None
        found = [int(each) for each in text.split("-")]
        fit = all(self.least <= each <= self.most for each in found)
        return "-".join(map(str, found)) if fit else None

    def to_json(self) -> dict[str, Any]:
        """Return what the page's script reads by."""
        widths = {"pattern": f"^{self.pattern}$", "least": self.least, "most": self.most}
        return {"label": self.label, "asks": self.asks, "widths": widths}


type Field = Choice | Number | Points | Widths

FIELDS: dict[str, Field] = {
    "data": Choice(
        "자료",
        {"circles": "동심원", "xor": "XOR", "lecture": "강의의 세 학생", "own": "내 점"},
    ),
    "layers": Number("은닉층 수", 0, LAYERS),
    "width": Widths(),
    "activation": Choice(
        "활성화 함수",
        {"sigmoid": "시그모이드", "tanh": "tanh", "relu": "ReLU", "identity": "없음"},
    ),
    "loss": Choice(
        "손실 함수",
        {
            "cross": "교차 엔트로피",
            "squared": "제곱오차",
            "linear": "제곱오차, 직선 출력",
        },
    ),
    "bias": Choice("편향", {"yes": "있음", "no": "없음"}),
    "start": Choice(
        "처음 가중치",
        {"scaled": "층에 맞추어 뽑기", "normal": "강의처럼 뽑기", "zero": "모두 0"},
    ),
    "seed": Number("씨앗", 0, 999_999),
    "optimizer": Choice(
        "옵티마이저",
        {"sgd": "경사하강법", "momentum": "모멘텀", "rmsprop": "RMSProp", "adam": "Adam"},
    ),
    "rate": Number("학습률", 0.0001, 100, whole=False),
    "batch": Choice("배치 크기", {"all": "모두"} | {str(n): f"{n}개" for n in BATCHES}),
    "steps": Number("걸음 수", 1, LIMIT),
    "points": Points(),
}
"""Every setting by its key in the address."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reader has chosen; the defaults are where the page begins.

    Raises
    ------
    RefusedError
        If a setting is none that can be had, or there are too few points of the reader's own.
    """

    data: str = "circles"
    layers: int = 1
    width: str | int = "6"
    activation: str = "tanh"
    loss: str = "cross"
    bias: str = "yes"
    start: str = "scaled"
    seed: int = 812
    optimizer: str = "adam"
    rate: float = 0.05
    batch: str | int = "all"
    steps: int = 300
    points: str = ""

    def __post_init__(self) -> None:
        refused = []
        for key, field in FIELDS.items():
            given = getattr(self, key)
            text = given if isinstance(given, str) else f"{given!r}"
            value = field.read(text)
            if value is None or isinstance(given, bool):
                refused.append(
                    REFUSAL.format(label=field.label, text=text[:QUOTED], asks=field.asks)
                )
            else:
                object.__setattr__(self, key, value)
        if not refused and not self._fit_widths():
            refused.append(
                REFUSAL.format(
                    label=FIELDS["width"].label, text=self.width, asks=FIELDS["width"].asks
                )
            )
        if not refused and self.data == "own" and len(self.own_points) < 2:
            refused.append("내 점이 모자랍니다. 지도를 누르거나 ‘점 더하기’로 두 점 이상 찍으세요.")
        if refused:
            raise RefusedError(" ".join(refused))

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Settings":
        """Read settings as the address has them; what is not there is the default.

        Raises
        ------
        RefusedError
            If a setting is not known or cannot be used.
        """
        unknown = [key for key in asked if key not in FIELDS]
        if unknown:
            raise RefusedError(f"‘{unknown[0][:QUOTED]}’: 실험실에 없는 설정입니다.")
        return cls(**{key: str(value) for key, value in asked.items()})  # pyright: ignore

    def _fit_widths(self) -> bool:
        """Make widths that are all the same one; return whether there is one for each layer."""
        found = str(self.width).split("-")
        if len(found) not in (1, self.layers):
            return False
        if len({*found}) == 1:
            object.__setattr__(self, "width", found[0])
        return True

    @property
    def nodes(self) -> list[int]:
        """Number of nodes of each hidden layer."""
        found = [int(each) for each in str(self.width).split("-")]
        return found if len(found) == self.layers else found * self.layers

    @property
    def batch_size(self) -> int | None:
        """Number of points that are taken for a step; None for all."""
        return None if self.batch == "all" else int(self.batch)

    @property
    def own_points(self) -> list[tuple[float, float, int]]:
        """The reader's points: x, y and class."""
        found = [part.split(".") for part in self.points.split("_") if part]
        return [(int(x) / SIDE, int(y) / SIDE, int(kind)) for x, y, kind in found]

    @property
    def texts(self) -> dict[str, str]:
        """Every setting as the address has it."""
        return {key: f"{value:g}" if isinstance(value, float) else str(value)
                for key, value in asdict(self).items()}  # fmt: skip

    @property
    def query(self) -> str:
        """What stands behind the question mark of an address: what differs from the defaults."""
        first = {each.name: each.default for each in fields(self)}
        texts = self.texts.items()
        return "&".join(f"{key}={text}" for key, text in texts if first[key] != getattr(self, key))
