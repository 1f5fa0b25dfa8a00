/** Which slide comes next: languages take turns, each for some slides; the records go on from language to language. */

/** @typedef {{id: string, lang: string, duration_s: number, from: number | null, until: number | null}} Slide */

export class Rotation {
  /** @param {any} manifest @param {number} step where the former rotation was, so that a new programme goes on and does not begin anew */
  constructor(manifest, step = 0) {
    this.manifest = manifest;
    this.order = manifest.order;
    this.langs = manifest.languages.map((language) => language.code);
    this.row = Math.max(1, manifest.display.in_a_row);
    this.slides = new Map(manifest.slides.map((slide) => [`${slide.id} ${slide.lang}`, slide]));
    this.step = step;
    /** @type {{id: string, lang?: string}[]} */ this.ahead = [];
  }

  /** Let these records come next, before the rotation goes on; without a language in the one whose turn it is. */
  sooner(records) {
    this.ahead = [...records];
  }

  /** @param {number} step @returns {Slide | undefined} */
  at(step) {
    const [records, turns] = [this.order.length, this.langs.length * this.row];
    if (!records) return undefined;
    // After each full round the records move on by one, so that every record comes in every language.
    const shift = Math.floor(step / least(records, turns));
    return this.slides.get(`${this.order[(step + shift) % records]} ${this.language(step)}`);
  }

  /** @param {number} step @returns {string} the language whose turn it is */
  language(step) {
    return this.langs[Math.floor(step / this.row) % this.langs.length];
  }

  /**
   * The next slide that may be shown at `now` (milliseconds), with how long its language stays.
   * @param {number} now @param {(slide: Slide) => boolean} [shows] e.g. a board with nothing on it is passed over
   * @returns {{slide: Slide, total: number, elapsed: number} | null} seconds of the language's turn, and how much of it is over
   */
  next(now, shows = () => true) {
    while (this.ahead.length) {
      const { id, lang } = this.ahead.shift();
      const slide = this.slides.get(`${id} ${lang ?? this.language(this.step)}`);
      if (slide && due(slide, now) && shows(slide)) return { slide, ...this.turn(this.step) };
    }
    const most = this.order.length * this.langs.length * this.row;
    for (let tried = 0; tried < most; tried += 1) {
      const step = this.step;
      this.step += 1;
      const slide = this.at(step);
      if (slide && due(slide, now) && shows(slide)) return { slide, ...this.turn(step) };
    }
    return null;
  }

  /** Seconds of the turn of the language at `step`, and of those before it. */
  turn(step) {
    const first = step - (step % this.row);
    let [total, elapsed] = [0, 0];
    for (let other = first; other < first + this.row; other += 1) {
      const seconds = this.at(other)?.duration_s ?? 0;
      if (other < step) elapsed += seconds;
      total += seconds;
    }
    return { total, elapsed };
  }
}

/**
 * The records whose slides differ between two programmes, in the order of the second.
 * @param {any} before @param {any} after @returns {string[]}
 */
export function moved(before, after) {
  const name = (slide) => `${slide.id} ${slide.lang}`;
  const old = new Map(before.slides.map((slide) => [name(slide), JSON.stringify(slide)]));
  return [...new Set(after.slides.filter((slide) => old.get(name(slide)) !== JSON.stringify(slide)).map((slide) => slide.id))];
}

export function due(slide, now) {
  return (!slide.from || slide.from * 1000 <= now) && (!slide.until || now < slide.until * 1000);
}

function least(a, b) {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return (a / x) * b;
}
