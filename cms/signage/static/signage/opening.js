/** Is it open? Computed here from windows fourteen days ahead, so that a sign without network stays right for a week. */

import { dayNumber, hour, shortDay } from './time.js';

const MINUTE = 60_000;
const SOON = 30 * MINUTE;
const ALWAYS = 36 * 3_600_000;

/** @typedef {{mark: string, word: string, more: string, open: boolean | null, always?: boolean, closes: number | null, opens: number | null, left?: number}} State
 * `left`: minutes in which one can still go in */

/** @param {string} phrase @param {Record<string, string | number>} slots */
export function fill(phrase, slots) {
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in slots ? String(slots[name]) : whole));
}

/**
 * The state of a place: mark (the class that draws the shape), word, next change.
 * @param {{windows: (number | null)[][], until: number | null} | undefined} hours epoch seconds
 * @param {number} at milliseconds @param {Record<string, string>} words @param {string} lang
 * @returns {State | null} null where the windows do not reach so far: then the sign says nothing rather than something wrong
 */
export function hoursState(hours, at, words, lang) {
  if (!hours || (hours.until && at > hours.until * 1000)) return null;
  const windows = joined(hours.windows);
  const current = windows.find(([start, end]) => start <= at && at < end);
  if (current) return openState(current, at, words, lang);
  const next = windows.find(([start]) => start > at);
  return {
    mark: 'is-closed', word: words.closed, more: next ? opensText(next[0], at, words, lang) : '',
    open: false, always: false, closes: null, opens: next?.[0] ?? null,
  };
}

function openState([, end, entry], at, words, lang) {
  const state = { mark: 'is-open', word: words.open, open: true, always: end - at > ALWAYS, closes: end, opens: null };
  const until = fill(words.until, { time: hour(end, lang, { ends: true }) });
  if (state.always) return { ...state, more: words.always };
  if (entry && entry < end && at >= entry) return { ...state, mark: 'is-soon', word: words.entry_over, more: until, left: 0 };
  const limit = entry && entry < end ? entry : end;
  const left = Math.max(1, Math.ceil((limit - at) / MINUTE));
  if (limit - at <= SOON) {
    const more = limit === end ? until : fill(words.entry_until, { time: hour(entry, lang) });
    return { ...state, left, mark: 'is-soon', word: fill(limit === end ? words.closes_in : words.entry_in, { count: left }), more };
  }
  return { ...state, left, more: until };
}

function opensText(start, at, words, lang) {
  const days = dayNumber(start) - dayNumber(at);
  const phrase = days === 0 ? words.opens_today : days === 1 ? words.opens_tomorrow : words.opens_on;
  return fill(phrase, { day: shortDay(start, lang), time: hour(start, lang) });
}

/** Milliseconds, and windows that meet (a place open through midnight, or always) as one. */
function joined(windows) {
  const out = [];
  for (const [start, end, entry] of windows) {
    const last = out.at(-1);
    if (last && start * 1000 <= last[1]) {
      last[1] = Math.max(last[1], end * 1000);
      last[2] = entry ? entry * 1000 : null;
    } else {
      out.push([start * 1000, end * 1000, entry ? entry * 1000 : null]);
    }
  }
  return out;
}

/**
 * The state of an event by its dates and by what a notice did to it.
 * @param {{dates: [number, number, boolean][], status: string, text: string}} state epoch seconds
 * @returns {State}
 */
export function datesState(state, at, words) {
  const plain = { open: null, closes: null, opens: null };
  if (state.status !== 'scheduled' && words[state.status]) {
    return { ...plain, mark: state.status === 'cancelled' ? 'is-closed' : 'is-soon', word: words[state.status], more: state.text };
  }
  const today = dayNumber(at);
  const spans = state.dates.map(([start, end]) => [dayNumber(start * 1000), dayNumber(end * 1000)]);
  const next = spans.filter(([, end]) => end >= today).sort((a, b) => a[0] - b[0])[0];
  if (!next) return { ...plain, mark: 'is-unknown', word: words.date_unknown, more: state.text };
  const days = next[0] - today;
  if (days <= 0) return { ...plain, mark: 'is-soon', word: words.today, more: state.text };
  const word = days === 1 ? words.tomorrow : days <= 30 ? fill(words.in_days, { count: days }) : words.coming;
  return { ...plain, mark: 'is-coming', word, more: state.text };
}

