/** Small pieces of a slide. Text goes in as text nodes only: nothing that an editor writes becomes markup. */

/**
 * @param {string} tag @param {Record<string, string | null | undefined>} [attributes] @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A text of the manifest, with `lang` where it is not the slide's own. @returns {HTMLElement | null} */
export function said(tag, className, text, lang) {
  if (!text?.text) return null;
  return el(tag, { class: className, lang: text.lang && text.lang !== lang ? text.lang : null }, text.text);
}

/** A name with furigana: one ruby per word, so that lines can break between them. */
export function named(tag, className, name, lang) {
  const made = el(tag, { class: className, lang: name.lang && name.lang !== lang ? name.lang : null });
  if (!name.ruby) {
    made.append(name.text);
    return made;
  }
  made.classList.add('has-ruby');
  for (const [surface, reading] of name.ruby) {
    made.append(reading ? el('ruby', {}, surface, el('rp', {}, '（'), el('rt', {}, reading), el('rp', {}, '）')) : el('span', { class: 'whole' }, surface));
  }
  return made;
}

/** Mark of its own shape, word, next change. @param {{mark: string, word: string, more: string} | null} state */
export function stateMark(state, { certain = true, checking = '', minor = false } = {}) {
  if (!state) return null;
  const box = el('div', { class: `state ${state.mark}${minor ? ' is-minor' : ''}` }, el('p', { class: 'word' }, state.word));
  if (state.more) {
    const more = el('p', { class: 'more' }, state.more);
    if (!certain && checking) more.append(' ', el('span', { class: 'checking' }, checking));
    box.append(more);
  }
  return box;
}

/** A QR code as a picture: the SVG comes from the manifest and is shown as an image, never as markup. */
export function code(qr, words, lang) {
  const image = el('img', { src: `data:image/svg+xml,${encodeURIComponent(withNamespace(qr.svg))}`, alt: qr.url });
  return el('div', { class: 'qr' }, image, el('p', {}, words.phone, el('small', {}, words.phone_lang)));
}

function withNamespace(svg) {
  return svg.includes('xmlns') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
}

const WALK = 'M13 5.2a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM8 21l2.7-6.2M10.7 14.8 10 10.5l2-2.8 1.7 3.3 3.3 1.2M10.7 14.8l3.2 2 .9 4.2M10 8.5 7.500 10.300 7 13';

export function walker() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', WALK);
  svg.append(path);
  return svg;
}
