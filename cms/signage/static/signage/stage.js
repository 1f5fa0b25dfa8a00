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
    addEventListener('resize', () => this.playing && fit(this.playing.element));
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

/** Choose the largest sizes at which nothing is cut: first the name, then the word of state, in steps. */
export function fit(slide) {
  const copy = slide.querySelector('.copy');
  if (!copy) return;
  for (const size of SIZES) {
    copy.style.setProperty('--word-fit', String(size));
    if (![...copy.querySelectorAll('.state .word, .state .more, .way')].some(tooWide)) break;
  }
  for (const size of SIZES) {
    copy.style.setProperty('--fit', String(size));
    if (!tooTall(copy) && ![...copy.querySelectorAll('.name, .second, .board-title, .rows b')].some(tooWide)) break;
  }
}

function tooWide(element) {
  return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 8 && element.matches('.may-stand');
}

function tooTall(element) {
  return element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
}

export function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
