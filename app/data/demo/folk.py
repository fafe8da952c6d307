"""The customers of 모아상점: made-up people with Korean names, who cannot be reached by accident.

Phones are `010-000x-xxxx` (numbers after 010 do not begin with 0), e-mail addresses end in example.com (RFC 2606).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.base.clock import FOREVER
from app.data.demo.chance import Chance
from app.data.demo.goods import SHELVES
from app.data.demo.rhythm import DAYS, END, HOUR_WEIGHTS, START, at_clock

#: Family names, and how many of a thousand have them (rounded).
_FAMILIES = {
    "김": 215, "이": 147, "박": 84, "최": 47, "정": 43, "강": 24, "조": 21, "윤": 21, "장": 20, "임": 17, "한": 15,
    "오": 15, "서": 15, "신": 15, "권": 14, "황": 14, "안": 14, "송": 14, "류": 12, "전": 11, "홍": 11, "고": 9,
    "문": 9, "양": 9, "손": 9, "배": 8, "백": 8, "허": 7, "남": 5, "남궁": 1, "선우": 1, "제갈": 1,
}  # fmt: skip
_WOMEN = (
    "서연", "지우", "민서", "하은", "지민", "수빈", "예은", "유진", "지영", "은정", "미경", "혜진", "현정", "수진",
    "민지", "소영", "가영", "다은", "채원", "나연", "보람", "은지", "경희", "영미", "정숙", "선영", "아름", "윤아",
    "하린", "서윤",
)  # fmt: skip
_MEN = (
    "민준", "서준", "도윤", "지훈", "현우", "준호", "성민", "동현", "재현", "상우", "태영", "영호", "정훈", "진우",
    "승현", "우진", "건우", "시우", "민석", "병철", "기영", "형준", "종민", "석진",
)  # fmt: skip
_CITIES = {
    "서울": 30, "경기": 27, "부산": 7, "인천": 6, "대구": 5, "경남": 5, "대전": 3, "광주": 3, "충남": 3, "전북": 3,
    "경북": 3, "울산": 2, "강원": 2, "충북": 2, "전남": 2, "제주": 1, "세종": 1,
}  # fmt: skip

#: Share of people who agree, per channel; of these, who also agrees to the night; and who takes it back later.
_AGREES = {"kakao": 0.58, "sms": 0.62, "email": 0.46, "push": 0.31}
_BY_NIGHT, _WITHDRAWS = 0.14, 0.07


@dataclass(frozen=True, slots=True)
class Person:
    """A customer. `zeal`: how many visits in the half-year are to be expected; `cycle`: days between purchases, 0 if
    they only look."""

    id: int
    name: str
    phone: str | None
    email: str | None
    birthday: str
    gender: str
    city: str
    joined_at: int
    favourite: str
    zeal: float
    cycle: float

    @property
    def key(self) -> str:
        return f"moa{self.id:05}"


def people(rng: Chance, count: int) -> Iterator[Person]:
    """As many customers as asked for, numbered from 1."""
    families, family_weights = list(_FAMILIES), list(itertools.accumulate(_FAMILIES.values()))
    cities, city_weights = list(_CITIES), list(itertools.accumulate(_CITIES.values()))
    shelves = list(SHELVES)
    for number in range(1, count + 1):
        woman = rng.random() < 0.68
        favourite = rng.choice(shelves)
        reach = rng.random()
        yield Person(
            number,
            rng.choices(families, cum_weights=family_weights)[0] + rng.choice(_WOMEN if woman else _MEN),
            None if reach < 0.07 else f"0100{number:07}",
            None if reach > 0.88 else f"moa{number:05}@example.com",
            f"{int(rng.triangular(1958, 2007, 1992))}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            "F" if woman else "M",
            rng.choices(cities, cum_weights=city_weights)[0],
            _joined(rng),
            favourite,
            rng.gammavariate(0.9, 9.0),
            SHELVES[favourite][0].cycle * rng.uniform(0.7, 1.6) if rng.random() < 0.5 else 0.0,
        )


def _joined(rng: Chance) -> int:
    """A quarter joined within the half-year, the others in the three years before."""
    day = rng.randrange(DAYS) if rng.random() < 0.25 else -rng.randrange(1, 3 * 365)
    hour = rng.choices(range(24), cum_weights=HOUR_WEIGHTS)[0]
    return at_clock(day, hour, rng.random())


def consents(rng: Chance, person: Person) -> Iterator[tuple[Any, ...]]:
    """Rows of the ledger: what the person agreed to when joining, and what they took back since."""
    for channel, share in _AGREES.items():
        if rng.random() >= share:
            continue
        purposes = ["ad", "night_ad"] if rng.random() < _BY_NIGHT else ["ad"]
        ends = FOREVER
        if rng.random() < _WITHDRAWS:
            ends = rng.randrange(max(person.joined_at, START) + 1, END)
        for purpose in purposes:
            place = (person.id, channel, purpose)
            yield (*place, person.joined_at, ends, True, "sign_up", "회원 가입 화면에서 선택 동의")
            if ends != FOREVER:
                yield (*place, ends, FOREVER, False, "my_page", "마이페이지에서 수신 거부")


def grade(spent: float) -> str:
    """What the shop calls a customer who has spent so much in the half-year."""
    steps = ((300_000, "VIP"), (150_000, "골드"), (50_000, "실버"))
    return next((name for least, name in steps if spent >= least), "일반")
