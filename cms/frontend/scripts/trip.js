/** The visitor's own list. It lives in this browser and nowhere else. */

const KEY = 'kakuzan.trip';

/**
 * @typedef {{ id: string, kind: string, name: string, url: string, lang: string, lat?: number, lon?: number }} Stop
 */

/** @returns {Stop[]} */
export function stops() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((stop) => stop?.id && stop?.url) : [];
  } catch {
    return [];
  }
}

/** @param {Stop[]} list @returns {boolean} whether the browser kept it */
export function keep(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} id */
export const has = (id) => stops().some((stop) => stop.id === id);

/** @param {Stop} stop */
export const add = (stop) => keep([...stops().filter(({ id }) => id !== stop.id), stop]);

/** @param {string} id */
export const remove = (id) => keep(stops().filter((stop) => stop.id !== id));

/** Move a stop by one place. @param {string} id @param {1 | -1} by */
export function move(id, by) {
  const list = stops();
  const from = list.findIndex((stop) => stop.id === id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= list.length) return false;
  [list[from], list[to]] = [list[to], list[from]];
  return keep(list);
}
