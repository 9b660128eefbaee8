"""Answers the page's script: trains on, checks the gradient, writes the code."""

import json
from dataclasses import replace
from typing import Any

from lab.code import code
from lab.experiment import Experiment
from lab.settings import LIMIT, RefusedError, Settings
from lab.view import checked, shown

SLICE_SECONDS = 0.12
"""So long a training runs before the page hears of it, and may stop it."""


class Desk:
    """Keeps the training that the reader looks at.

    A question names the settings and the step, and so means the same to a desk that has just begun:
    it trains up to that step again.
    """

    def __init__(self) -> None:
        self.experiment: Experiment | None = None

    def answer(self, asked: str) -> str:
        """Answer a question.

        Parameters
        ----------
        asked : str
            JSON: ``do`` (``"train"``, ``"check"`` or ``"code"``), ``settings`` by their keys, each
            a text, and ``to``, a step.

        Returns
        -------
        str
            JSON: what `lab.view.shown` returns; or ``words``; or ``code``; or ``refused``, words
            for the reader.
        """
        question = json.loads(asked)
        try:
            told = self._answer(question["do"], Settings.read(question["settings"]), question["to"])
        except RefusedError as error:
            told = {"refused": str(error)}
        return json.dumps(told, ensure_ascii=False, allow_nan=False)

    def _answer(self, do: str, settings: Settings, to: int) -> dict[str, Any]:
        to = max(0, min(to, LIMIT))
        if do == "code":
            return {"code": code(settings, to or settings.steps)}
        settings = replace(settings, steps=LIMIT)  # How far it goes makes no other training.
        experiment = self.experiment
        if experiment is None or experiment.settings != settings or experiment.step > to:
            experiment = self.experiment = Experiment(settings)
        if do == "check":
            experiment.advance(to)
            if experiment.is_lost:
                raise RefusedError("손실이 너무 커서 검사할 수 없습니다. 처음부터를 누르세요.")
            return {"words": checked(experiment.check())}
        experiment.advance(to, SLICE_SECONDS)
        return shown(experiment)
