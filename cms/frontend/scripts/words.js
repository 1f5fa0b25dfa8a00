/** What the scripts say, in the language of the page: phrases with slots from the page's own data block. */

/** @returns {Record<string, string>} */
function table() {
  return JSON.parse(document.getElementById('words')?.textContent || '{}');
}

/**
 * The phrase `key` with its `%(name)s` slots filled; the key itself when the page has no such phrase.
 * @param {string} key
 * @param {Record<string, string | number>} [slots]
 */
export function say(key, slots = {}) {
  const phrase = table()[key] ?? key;
  return phrase.replace(/%\((\w+)\)[sd]/g, (whole, name) => (name in slots ? String(slots[name]) : whole));
}
