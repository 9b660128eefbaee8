"""Korean particles behind computed numbers.

Whether 을 or 를, 은 or 는 follows a number depends on how its last digit is read, which nobody
knows before the run. A lesson writes both forms, ``{{ cost:.4f }}{을/를}``, and the build
picks one.
"""

ENDS_IN_CONSONANT = {**dict.fromkeys("013678", True), **dict.fromkeys("2459", False)}
"""영 일 삼 육 칠 팔 end in a consonant, 이 사 오 구 do not."""
ENDS_IN_L = "178"
"""일 칠 팔 end in ㄹ, after which 로 stands, not 으로."""
READ_AS = {"%": "트", **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", "곱")}
"""퍼센트; a power is read 제곱, whatever its exponent."""
PAIRS = {
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("아", "야"),
    ("이었", "였"),
    ("이에", "예"),
    ("이", ""),
    ("으", ""),
}
"""How particles begin after a consonant and after a vowel; behind that, both forms are alike."""
NOT_READ = ")]}”’\"'"
"""What closes a value and is not read aloud."""


def is_pair(after_consonant: str, after_vowel: str) -> bool:
    """Whether two forms are those of one particle, the form after a consonant first."""
    return any(
        after_consonant.startswith(one)
        and after_vowel.startswith(other)
        and after_consonant[len(one) :] == after_vowel[len(other) :]
        for one, other in PAIRS
    )


def choose(value: str, after_consonant: str, after_vowel: str) -> str:
    """Pick the form of a particle that fits a value read aloud.

    Parameters
    ----------
    value : str
        The text before the particle; it ends in a digit, a percent sign or Hangul, or in a bracket
        or a quotation mark behind one of these.
    after_consonant, after_vowel : str
        The two forms, such as 을 and 를, 은 and 는, 으로 and 로.

    Returns
    -------
    str
        One of the two.

    Raises
    ------
    ValueError
        If the reading of the last character is not known.
    """
    last = value.rstrip(NOT_READ)[-1:]
    last = READ_AS.get(last, last)
    if last in ENDS_IN_CONSONANT:
        consonant, l_ending = ENDS_IN_CONSONANT[last], last in ENDS_IN_L
    elif "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        consonant, l_ending = final != 0, final == 8
    else:
        raise ValueError(
            f"no particle can be chosen after {value!r}: its reading is not known. Let the value "
            "end in a digit, a percent sign or Hangul, or put a word between it and the particle"
        )
    if after_consonant.startswith("으로") and l_ending:
        return after_vowel
    return after_consonant if consonant else after_vowel
