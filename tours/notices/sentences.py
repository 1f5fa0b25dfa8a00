"""The sentence of a notice from templates reviewed in all seven languages; only names and times are filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cms.languages.table import by_code


@dataclass(frozen=True, slots=True)
class Slots:
    """What a sentence may name, already written in its language; empty where not known."""

    names: str
    until: str = ""
    time: str = ""
    place: str = ""


TITLES: Final[dict[str, dict[str, str]]] = {
    "closed": {
        "ja": "臨時休業",
        "en": "Closed",
        "zh-hans": "临时关闭",
        "zh-hant": "臨時關閉",
        "ko": "임시 휴무",
        "fr": "Fermé",
        "ja-x-easy": "きょうは 休みです",
    },
    "moved": {
        "ja": "場所の変更",
        "en": "Moved",
        "zh-hans": "地点变更",
        "zh-hant": "地點變更",
        "ko": "장소 변경",
        "fr": "Changement de lieu",
        "ja-x-easy": "場所が かわりました",
    },
    "new_time": {
        "ja": "時間の変更",
        "en": "New time",
        "zh-hans": "时间变更",
        "zh-hant": "時間變更",
        "ko": "시간 변경",
        "fr": "Nouvel horaire",
        "ja-x-easy": "時間が かわりました",
    },
    "postponed": {
        "ja": "延期",
        "en": "Postponed",
        "zh-hans": "延期",
        "zh-hant": "延期",
        "ko": "연기",
        "fr": "Reporté",
        "ja-x-easy": "きょうは しません",
    },
    "cancelled": {
        "ja": "中止",
        "en": "Cancelled",
        "zh-hans": "取消",
        "zh-hant": "取消",
        "ko": "취소",
        "fr": "Annulé",
        "ja-x-easy": "中止です",
    },
    "crowded": {
        "ja": "混雑",
        "en": "Crowded",
        "zh-hans": "人多拥挤",
        "zh-hant": "人潮擁擠",
        "ko": "혼잡",
        "fr": "Forte affluence",
        "ja-x-easy": "人が 多いです",
    },
    "other": {
        "ja": "お知らせ",
        "en": "Notice",
        "zh-hans": "通知",
        "zh-hant": "通知",
        "ko": "알림",
        "fr": "Avis",
        "ja-x-easy": "お知らせ",
    },
}

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "closed": {
        "ja": "{names}は臨時に休みます。",
        "en": "{names}: closed for now.",
        "zh-hans": "{names}临时关闭。",
        "zh-hant": "{names}臨時關閉。",
        "ko": "{names}: 임시로 휴무합니다.",
        "fr": "{names} : fermeture temporaire.",
        "ja-x-easy": "{names}は いま 休みです。",
    },
    "closed+until": {
        "ja": "{names}は{until}まで臨時に休みます。",
        "en": "{names}: closed until {until}.",
        "zh-hans": "{names}临时关闭，至{until}。",
        "zh-hant": "{names}臨時關閉，至{until}。",
        "ko": "{names}: {until}까지 임시로 휴무합니다.",
        "fr": "{names} : fermeture jusqu’au {until}.",
        "ja-x-easy": "{names}は {until}まで 休みです。",
    },
    "moved": {
        "ja": "{names}の場所が変わりました。",
        "en": "{names}: the place has changed.",
        "zh-hans": "{names}的地点有变更。",
        "zh-hant": "{names}的地點有變更。",
        "ko": "{names}: 장소가 변경되었습니다.",
        "fr": "{names} : le lieu a changé.",
        "ja-x-easy": "{names}の 場所が かわりました。",
    },
    "moved+place": {
        "ja": "{names}の場所は{place}に変わりました。",
        "en": "{names}: moved to {place}.",
        "zh-hans": "{names}的地点改为{place}。",
        "zh-hant": "{names}的地點改為{place}。",
        "ko": "{names}: 장소가 {place}(으)로 변경되었습니다.",
        "fr": "{names} : nouveau lieu, {place}.",
        "ja-x-easy": "{names}の 場所は {place}に かわりました。",
    },
    "new_time": {
        "ja": "{names}の時間が変わりました。新しい時間は{time}です。",
        "en": "{names}: new time, {time}.",
        "zh-hans": "{names}的时间改为{time}。",
        "zh-hant": "{names}的時間改為{time}。",
        "ko": "{names}: 시간이 {time}(으)로 변경되었습니다.",
        "fr": "{names} : nouvel horaire, {time}.",
        "ja-x-easy": "{names}の 時間は {time}に かわりました。",
    },
    "postponed": {
        "ja": "{names}は延期になりました。新しい日時は決まり次第お知らせします。",
        "en": "{names}: postponed. The new date will be announced.",
        "zh-hans": "{names}延期举行，新的时间另行通知。",
        "zh-hant": "{names}延期舉行，新的時間另行通知。",
        "ko": "{names}: 연기되었습니다. 새 일정은 정해지는 대로 알려 드립니다.",
        "fr": "{names} : reporté. La nouvelle date sera annoncée.",
        "ja-x-easy": "{names}は きょう しません。新しい日は あとで お知らせします。",
    },
    "postponed+time": {
        "ja": "{names}は延期になりました。新しい日時は{time}です。",
        "en": "{names}: postponed to {time}.",
        "zh-hans": "{names}延期至{time}。",
        "zh-hant": "{names}延期至{time}。",
        "ko": "{names}: {time}(으)로 연기되었습니다.",
        "fr": "{names} : reporté au {time}.",
        "ja-x-easy": "{names}は {time}に します。",
    },
    "cancelled": {
        "ja": "{names}は中止になりました。",
        "en": "{names}: cancelled.",
        "zh-hans": "{names}已取消。",
        "zh-hant": "{names}已取消。",
        "ko": "{names}: 취소되었습니다.",
        "fr": "{names} : annulé.",
        "ja-x-easy": "{names}は 中止です。ありません。",
    },
    "crowded": {
        "ja": "{names}はたいへん混み合っています。時間に余裕を持ってお越しください。",
        "en": "{names}: very crowded now. Please allow extra time.",
        "zh-hans": "{names}目前非常拥挤，请预留充足的时间。",
        "zh-hant": "{names}目前非常擁擠，請預留充足的時間。",
        "ko": "{names}: 지금 매우 혼잡합니다. 시간 여유를 두고 오시기 바랍니다.",
        "fr": "{names} : très forte affluence. Prévoyez plus de temps.",
        "ja-x-easy": "{names}は いま 人が とても 多いです。",
    },
    "other": {
        "ja": "{names}についてお知らせがあります。",
        "en": "{names}: please note.",
        "zh-hans": "关于{names}的通知。",
        "zh-hant": "關於{names}的通知。",
        "ko": "{names}: 안내 말씀입니다.",
        "fr": "{names} : information.",
        "ja-x-easy": "{names}の お知らせです。",
    },
}

JOINS: Final[dict[str, str]] = {
    "ja": "・",
    "ja-x-easy": "と ",
    "zh-hans": "、",
    "zh-hant": "、",
    "ko": ", ",
    "en": ", ",
    "fr": ", ",
}
EVERYTHING: Final[dict[str, str]] = {
    "ja": "津山市内",
    "en": "Tsuyama",
    "zh-hans": "津山市内",
    "zh-hant": "津山市內",
    "ko": "쓰야마 시내",
    "fr": "Tsuyama",
    "ja-x-easy": "津山",
}


def title(kind: str, language: str) -> str:
    """Return the word for what happened."""
    return TITLES[kind][by_code(language).code]


def sentence(kind: str, language: str, slots: Slots) -> str:
    """Return the sentence with the most that is known: an end, a new place or a new time where given."""
    code = by_code(language).code
    for extra in ("until", "place", "time"):
        if getattr(slots, extra) and f"{kind}+{extra}" in SENTENCES:
            return SENTENCES[f"{kind}+{extra}"][code].format(**_members(slots, code))
    return SENTENCES[kind][code].format(**_members(slots, code))


def joined(names: list[str], language: str) -> str:
    """Return names as a list in the language; without any, the town."""
    code = by_code(language).code
    return JOINS[code].join(names) if names else EVERYTHING[code]


def _members(slots: Slots, code: str) -> dict[str, str]:
    return {"names": slots.names or EVERYTHING[code], "until": slots.until, "time": slots.time, "place": slots.place}
