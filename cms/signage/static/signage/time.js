/** The sign's own time: the server's, as far as it was heard, in Tokyo whatever the device's clock and zone say. */

const ZONE = 'Asia/Tokyo';
let offset = 0;
let best = Infinity;
let bestAt = 0;

/** Milliseconds since 1970. */
export function now() {
  return Date.now() + offset;
}

export function offsetMs() {
  return Math.round(offset);
}

/**
 * Take the server's time over: the answer that came fastest tells it best; after ten minutes any answer counts again.
 * @param {number} server milliseconds @param {number} sent @param {number} received
 */
export function heard(server, sent, received) {
  const trip = received - sent;
  if (trip > best && received - bestAt < 600_000) return;
  best = trip;
  bestAt = received;
  offset = server + trip / 2 - received;
}

/**
 * After a restart: go on with the offset that was known. A device without a battery clock wakes up in the past; it goes
 * on from the last moment that it knew, never earlier.
 * @param {{offset: number, at: number} | undefined} known
 */
export function resume(known) {
  if (!known) return;
  offset = known.offset;
  if (now() < known.at) offset += known.at - now();
}

const forms = new Map();

function format(locale, options) {
  const key = locale + JSON.stringify(options);
  if (!forms.has(key)) forms.set(key, new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }));
  return forms.get(key);
}

/** A locale that every browser knows: easy Japanese counts days like Japanese. */
function locale(lang) {
  return lang.startsWith('ja') ? 'ja' : lang;
}

/** 15:24, in every language: nobody has to know what AM is. */
export function clock(at) {
  return format('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** 9:00 in Japanese, 09:00 elsewhere, as on the visitors' pages. Midnight ends a day: 24:00. */
export function hour(at, lang, { ends = false } = {}) {
  const text = clock(at);
  if (ends && text === '00:00') return '24:00';
  return lang.startsWith('ja') ? text.replace(/^0/, '') : text;
}

export function monthDay(at, lang) {
  return format(locale(lang), { month: 'long', day: 'numeric' }).format(at);
}

export function weekday(at, lang) {
  return format(locale(lang), { weekday: 'long' }).format(at);
}

export function shortDay(at, lang) {
  return format(locale(lang), { month: lang.startsWith('ja') ? 'long' : 'short', day: 'numeric', weekday: 'short' }).format(at);
}

/** Days since 1970 in Tokyo's calendar. */
export function dayNumber(at) {
  return Math.floor((at + 9 * 3_600_000) / 86_400_000);
}
