/** Two layers: the next slide is made ready on the hidden one, then fades in over the old one, which goes afterwards. */

const SIZES = [1, 0.92, 0.84, 0.77, 0.7, 0.64, 0.58, 0.52, 0.47, 0.42];
const FADE_MS = 700;
const PATIENCE_MS = 8000;

export class Stage {
  constructor(layers) {
    this.layers = layers;
    this.front = 0;
    /** @type {import('./slides.js').Rendered | null} */
    this.playing = null;
    // The window's size, or a notice that comes or goes above the slide.
    new ResizeObserver(() => this.playing && fit(this.playing.element)).observe(layers[0]);
  }

  /** Show a slide once it is ready; resolves when it is what one sees. The old slide stands until then. */
  async show(rendered) {
    const [old, fresh] = [this.layers[this.front], this.layers[1 - this.front]];
    fresh.replaceChildren(rendered.element);
    await Promise.race([rendered.ready, wait(PATIENCE_MS)]).catch(() => {});
    await document.fonts.ready;
    fit(rendered.element);
    fresh.style.zIndex = '2';
    old.style.zIndex = '1';
    fresh.classList.add('on');
    const before = this.playing;
    this.playing = rendered;
    this.front = 1 - this.front;
    await wait(matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : FADE_MS);
    old.classList.remove('on');
    old.replaceChildren();
    before?.stop();
  }

  /** Let states follow the clock. */
  tick(now) {
    this.playing?.tick(now);
    if (this.playing) fit(this.playing.element);
  }

  /** Take everything away; what lies below (the clock card) is seen. */
  clear() {
    this.playing?.stop();
    this.playing = null;
    for (const layer of this.layers) {
      layer.classList.remove('on');
      layer.replaceChildren();
    }
  }
}

/**
 * Choose the largest sizes at which nothing is cut: first the word of state, then the name. Where even a small name would
 * not do, what matters least goes: a sign carries less text, not smaller text.
 */
export function fit(slide) {
  const copy = /** @type {HTMLElement | null} */ (slide.querySelector('.copy'));
  if (!copy) return;
  const spare = [...copy.querySelectorAll('.text, .second, .lead, .rows li:nth-child(n + 3)')].reverse().sort((a, b) => weight(a) - weight(b));
  for (const element of spare) element.hidden = false;
  for (let dropped = 0; dropped <= spare.length; dropped += 1) {
    if (dropped) spare[dropped - 1].hidden = true;
    largest(copy, '--word-fit', () => ![...copy.querySelectorAll('.state .word, .state .more')].some(cut), SIZES);
    if (largest(copy, '--fit', () => !cut(copy) && ![...copy.querySelectorAll('.name, .board-title, .rows b')].some(cut), dropped < spare.length ? SIZES.slice(0, 6) : SIZES)) return;
  }
}

/** Rows of a board go from the last; of a record first its text, then the name in the second language, then the lead. */
function weight(element) {
  return ['text', 'second', 'lead'].findIndex((name) => element.classList.contains(name));
}

function largest(copy, property, fits, sizes) {
  for (const size of sizes) {
    copy.style.setProperty(property, String(size));
    if (fits()) return true;
  }
  return false;
}

/** A line of small leading lets its glyphs look out above and below; only a vertical line can be cut in height. */
function cut(element) {
  const tall = element.scrollHeight > element.clientHeight + 1;
  const stands = element.matches('.copy') || getComputedStyle(element).writingMode !== 'horizontal-tb';
  return element.scrollWidth > element.clientWidth + 1 || (stands && tall);
}

export function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
