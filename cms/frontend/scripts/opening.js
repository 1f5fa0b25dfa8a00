/** The opening state out of windows of epoch seconds: the same words as the server's `opening_state`. */
import { opens, until } from './moments.js';
import { say } from './words.js';

const SOON = 3_600_000;
const NOTEWORTHY = 2 * 86_400_000;

/** @typedef {{ mark: string, word: string, more: string }} State */

/**
 * @param {Array<[number, number, number?]>} windows in order: from, to, last entry
 * @param {Date} now
 * @returns {State | null} null when the windows say nothing about now and later
 */
export function openingState(windows, now) {
  const seconds = now.getTime() / 1000;
  const open = windows.find(([from, to]) => from <= seconds && seconds < to);
  if (open) return entryState(open, now) ?? openState(new Date(open[1] * 1000), now);
  const next = windows.find(([from]) => from > seconds);
  return next ? closedState(new Date(next[0] * 1000), now) : null;
}

/** @param {[number, number, number?]} window @param {Date} now @returns {State | null} what the last entry changes */
function entryState([, to, last], now) {
  if (!last || last >= to) return null;
  const left = last * 1000 - now.getTime();
  if (left > SOON) return null;
  const more = (/** @type {number} */ at) => until(new Date(at * 1000), now);
  if (left <= 0) return { mark: 'is-soon', word: say('no_entry'), more: more(to) };
  return { mark: 'is-soon', word: say('last_entry', { count: Math.max(1, Math.round(left / 60_000)) }), more: more(last) };
}

/** @param {Date} closes @param {Date} now @returns {State} */
export function openState(closes, now) {
  const left = closes.getTime() - now.getTime();
  if (left > NOTEWORTHY) return { mark: 'is-open', word: say('open'), more: say('always') };
  const more = until(closes, now);
  if (left > SOON) return { mark: 'is-open', word: say('open'), more };
  return { mark: 'is-soon', word: say('closes_in', { count: Math.max(1, Math.round(left / 60_000)) }), more };
}

/** @param {Date} from @param {Date} now @returns {State} */
export function closedState(from, now) {
  return { mark: 'is-closed', word: say('closed'), more: opens(from, now) };
}

/** Write a state into a `.state` paragraph. @param {Element} line @param {State} state */
export function showState(line, state) {
  line.classList.remove('is-open', 'is-soon', 'is-closed', 'is-unknown');
  line.classList.add(state.mark);
  const [word, more] = [line.querySelector('span'), line.querySelector('small')];
  if (word) word.textContent = state.word;
  if (more) more.textContent = state.more;
}
