"""The sentences of opening rules in each language, as a table. Slots are filled by `wording`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FRENCH_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
NUMBERS = tuple(str(month) for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's way to say each statement. `last` joins the last two of a list, `comma` the others.

    `first` counts the first of a month, `one_day` and `one_month` name a single one beside a verb, `month_range` joins
    whole months where `year_range`, made for days, does not fit them ("" where it does).
    """

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    day: str
    month: str
    date: str
    span: str
    entry: str
    every_day: str
    on_days: str
    comma: str
    last: str
    to: str
    year_range: str
    in_season: str
    hours: str
    always: str
    appointment: str
    unknown: str
    holiday_hours: str
    closed: str
    closed_in_months: str
    if_open: str
    if_shift: str
    closed_holidays: str
    after_holiday: str
    after_holiday_unless: str
    closed_each_year: str
    dated_closed: str
    dated_open: str
    first: str = "1"
    one_day: str = "{date}"
    one_month: str = "{month}"
    month_range: str = ""


_JA = Phrases(
    weekdays=tuple("月火水木金土日"),
    months=NUMBERS,
    day="{month}月{day}日",
    month="{month}月",
    date="{year}年{month}月{day}日",
    span="{opens}–{closes}",
    entry="（最終受付 {entry}）",
    every_day="毎日",
    on_days="{days}曜",
    comma="・",
    last="・",
    to="〜",
    year_range="{start}〜{until}",
    in_season="{season}は",
    hours="{season}{days} {times}",
    always="いつでも入れます",
    appointment="予約制",
    unknown="時間は確認中",
    holiday_hours="祝日 {times}",
    closed="{days}休み",
    closed_in_months="{months}は{days}休み",
    if_open="（祝日は開きます）",
    if_shift="（祝日のときは次の平日）",
    closed_holidays="祝日休み",
    after_holiday="祝日の翌日休み",
    after_holiday_unless="祝日の翌日休み（その日も祝日なら開きます）",
    closed_each_year="{range}休み",
    dated_closed="{range}は休み",
    dated_open="{range}は {times}",
)
_JA_EASY = Phrases(
    weekdays=tuple("月火水木金土日"),
    months=NUMBERS,
    day="{month}月{day}日",
    month="{month}月",
    date="{year}年{month}月{day}日",
    span="{opens}から {closes}まで",
    entry="（入ることができるのは {entry}まで）",
    every_day="毎日",
    on_days="{days}曜日",
    comma="・",
    last="・",
    to="から",
    year_range="{start}から {until}まで",
    in_season="{season}、",
    hours="{season}{days} {times}",
    always="いつでも 入ることができます。",
    appointment="先に 予約が いります。",
    unknown="時間は 今 調べています。",
    holiday_hours="祝日は {times}",
    closed="{days}は 休みです。",
    closed_in_months="{months}は {days}が 休みです。",
    if_open="祝日は 開いています。",
    if_shift="祝日のときは 次の平日が 休みです。",
    closed_holidays="祝日は 休みです。",
    after_holiday="祝日の 次の日は 休みです。",
    after_holiday_unless="祝日の 次の日は 休みです。次の日も 祝日のときは 開いています。",
    closed_each_year="{range} 休みです。",
    dated_closed="{range} 休みです。",
    dated_open="{range}は {times}",
)
_EN = Phrases(
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=ENGLISH_MONTHS,
    day="{day} {month}",
    month="{month}",
    date="{day} {month} {year}",
    span="{opens}–{closes}",
    entry=" (last entry {entry})",
    every_day="Daily",
    on_days="{days}",
    comma=", ",
    last=" and ",
    to="–",
    year_range="{start} – {until}",
    in_season="{season}: ",
    hours="{season}{days} {times}",
    always="Open at any time",
    appointment="By appointment",
    unknown="Hours are being checked",
    holiday_hours="Public holidays {times}",
    closed="Closed {days}",
    closed_in_months="Closed {days} in {months}",
    if_open=" (open when it is a public holiday)",
    if_shift=" (when a public holiday: the next day that is not one)",
    closed_holidays="Closed on public holidays",
    after_holiday="Closed on the day after a public holiday",
    after_holiday_unless="Closed on the day after a public holiday, unless that is a holiday too",
    closed_each_year="Closed {range}",
    dated_closed="{range}: closed",
    dated_open="{range}: {times}",
)
_ZH_HANS = Phrases(
    weekdays=tuple("一二三四五六日"),
    months=NUMBERS,
    day="{month}月{day}日",
    month="{month}月",
    date="{year}年{month}月{day}日",
    span="{opens}–{closes}",
    entry="（最晚入场 {entry}）",
    every_day="每天",
    on_days="周{days}",
    comma="、",
    last="、",
    to="至",
    year_range="{start}至{until}",
    in_season="{season}：",
    hours="{season}{days} {times}",
    always="随时可进入",
    appointment="需预约",
    unknown="开放时间确认中",
    holiday_hours="法定节假日 {times}",
    closed="{days}休息",
    closed_in_months="{months}的{days}休息",
    if_open="（遇法定节假日则开放）",
    if_shift="（遇法定节假日则顺延至下一个非节假日）",
    closed_holidays="法定节假日休息",
    after_holiday="法定节假日次日休息",
    after_holiday_unless="法定节假日次日休息（次日仍为节假日则开放）",
    closed_each_year="{range}休息",
    dated_closed="{range}休息",
    dated_open="{range} {times}",
)
_ZH_HANT = Phrases(
    weekdays=tuple("一二三四五六日"),
    months=NUMBERS,
    day="{month}月{day}日",
    month="{month}月",
    date="{year}年{month}月{day}日",
    span="{opens}–{closes}",
    entry="（最後入場 {entry}）",
    every_day="每天",
    on_days="週{days}",
    comma="、",
    last="、",
    to="至",
    year_range="{start}至{until}",
    in_season="{season}：",
    hours="{season}{days} {times}",
    always="隨時可進入",
    appointment="需預約",
    unknown="開放時間確認中",
    holiday_hours="國定假日 {times}",
    closed="{days}休息",
    closed_in_months="{months}的{days}休息",
    if_open="（遇國定假日則開放）",
    if_shift="（遇國定假日則順延至下一個非假日）",
    closed_holidays="國定假日休息",
    after_holiday="國定假日翌日休息",
    after_holiday_unless="國定假日翌日休息（翌日仍為假日則開放）",
    closed_each_year="{range}休息",
    dated_closed="{range}休息",
    dated_open="{range} {times}",
)
_KO = Phrases(
    weekdays=tuple("월화수목금토일"),
    months=NUMBERS,
    day="{month}월 {day}일",
    month="{month}월",
    date="{year}년 {month}월 {day}일",
    span="{opens}–{closes}",
    entry=" (입장 마감 {entry})",
    every_day="매일",
    on_days="{days}요일",
    comma="·",
    last="·",
    to="~",
    year_range="{start}~{until}",
    in_season="{season}: ",
    hours="{season}{days} {times}",
    always="언제나 입장 가능",
    appointment="예약제",
    unknown="운영 시간 확인 중",
    holiday_hours="공휴일 {times}",
    closed="{days} 휴무",
    closed_in_months="{months} {days} 휴무",
    if_open=" (공휴일이면 개방)",
    if_shift=" (공휴일이면 그다음 평일 휴무)",
    closed_holidays="공휴일 휴무",
    after_holiday="공휴일 다음 날 휴무",
    after_holiday_unless="공휴일 다음 날 휴무 (그날도 공휴일이면 개방)",
    closed_each_year="{range} 휴무",
    dated_closed="{range} 휴무",
    dated_open="{range} {times}",
)
_FR = Phrases(
    weekdays=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    months=FRENCH_MONTHS,
    day="{day} {month}",
    month="{month}",
    date="{day} {month} {year}",
    span="{opens}–{closes}",
    entry=" (dernière entrée {entry})",
    every_day="Tous les jours",
    on_days="{days}",
    comma=", ",
    last=" et ",
    to="–",
    year_range="du {start} au {until}",
    in_season="{season} : ",
    hours="{season}{days} {times}",
    always="Accès libre à toute heure",
    appointment="Sur rendez-vous",
    unknown="Horaires en cours de vérification",
    holiday_hours="Jours fériés {times}",
    closed="Fermé {days}",
    closed_in_months="Fermé {days} ({months})",
    if_open=" (ouvert les jours fériés)",
    if_shift=" (si férié : le jour non férié suivant)",
    closed_holidays="Fermé les jours fériés",
    after_holiday="Fermé le lendemain d’un jour férié",
    after_holiday_unless="Fermé le lendemain d’un jour férié, sauf s’il est férié aussi",
    closed_each_year="Fermé {range}",
    dated_closed="{range} : fermé",
    dated_open="{range} : {times}",
    first="1er",
    one_day="le {date}",
    one_month="en {month}",
    month_range="{start}–{until}",
)

PHRASES: Mapping[str, Phrases] = MappingProxyType(
    {"ja": _JA, "en": _EN, "zh-hans": _ZH_HANS, "zh-hant": _ZH_HANT, "ko": _KO, "fr": _FR, "ja-x-easy": _JA_EASY}
)
