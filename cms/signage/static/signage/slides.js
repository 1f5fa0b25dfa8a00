/** A slide of the manifest as an element: what stands, what changes by the minute, and when it may be seen. */

import { datesState, hoursState } from './opening.js';
import { code, el, named, said, stateMark, walker } from './parts.js';

const VERTICAL = 7; // characters that stand well in one vertical line
const FRAME_MS = 250;
const SHOWN = 4;
const MINOR = new Set(['unknown', 'shown']); // states that are no reason to go now

/**
 * @typedef {{element: HTMLElement, ready: Promise<unknown>, tick: (now: number) => void, stop: () => void}} Rendered
 * @typedef {{manifest: any, picture: (url: string) => Promise<string | null>, activeNotices: (now: number) => any[]}} Setting
 */

/** @param {any} slide @param {Setting} setting @param {number} now @returns {Rendered} */
export function render(slide, setting, now) {
  const words = setting.manifest.words[slide.lang];
  const lang = setting.manifest.languages.find((language) => language.code === slide.lang)?.html_lang ?? slide.lang;
  const element = el('article', {
    class: `slide is-${slide.layout} kind-${slide.kind}`, lang,
    'data-id': slide.id, 'data-lang': slide.lang, 'data-kind': slide.kind, 'data-qr': slide.qr.url,
  });
  const art = artOf(slide, setting);
  const body = slide.layout === 'board' ? board(slide, setting, words) : record(slide, setting, words, lang);
  art.box.append(code(slide.qr, words, lang));
  element.append(body.box, art.box);
  body.tick(now);
  return { element, ready: art.ready, tick: body.tick, stop: art.stop };
}

/** Whether a slide has anything to show now: a board on which nothing opens any more has not. */
export function shows(slide, manifest, now) {
  return slide.layout !== 'board' || pick(slide, manifest, now).rows.length > 0;
}

function record(slide, setting, words, lang) {
  const vertical = lang.startsWith('ja') && !slide.name.lang?.startsWith('en') && [...slide.name.text].length <= VERTICAL;
  const state = el('div', { class: 'state-slot' });
  const way = slide.way ? el('p', { class: 'way' }, walker(), el('span', {}, slide.way.text)) : null;
  const title = el('div', { class: 'title' },
    said('p', 'kicker', slide.kicker, slide.lang),
    named('h1', vertical ? 'name may-stand' : 'name', slide.name, slide.lang),
    said('p', 'second', slide.second, slide.lang));
  const facts = el('div', { class: 'facts' },
    said('p', 'lead', slide.lead, slide.lang), said('p', 'text', slide.text, slide.lang), state, way);
  const tick = (now) => {
    const found = stateOf(slide, setting, words, now);
    state.replaceChildren(...[stateMark(found, { certain: slide.state?.certain !== false, checking: words.checking, minor: MINOR.has(slide.state?.type) })].filter(Boolean));
  };
  return { box: el('div', { class: vertical ? 'copy can-stand' : 'copy' }, title, facts), tick };
}

function stateOf(slide, setting, words, now) {
  const notice = slide.overtaken && setting.activeNotices(now).find((row) => slide.notices.includes(row.id));
  if (notice && slide.state?.type !== 'dates') return { mark: 'is-soon', word: notice.title, more: '' };
  switch (slide.state?.type) {
    case 'hours': return hoursState(setting.manifest.hours[slide.state.hours], now, words, slide.lang);
    case 'dates': return datesState(slide.state, now, words);
    case 'shown': return { mark: 'is-open', word: words.on_display, more: slide.state.at };
    case 'unknown': return { mark: 'is-unknown', word: words.unknown, more: '' };
    default: return null;
  }
}

function board(slide, setting, words) {
  const heading = el('h1', { class: 'board-title' }, slide.name.text);
  const list = el('ul', { class: 'rows' });
  const tick = (now) => {
    const { rows, next } = pick(slide, setting.manifest, now);
    heading.textContent = next ? words.board_next : slide.name.text;
    list.replaceChildren(...rows.map(({ row, state }) => el('li', {},
      el('b', { lang: row.name.lang === slide.lang ? null : row.name.lang }, row.name.text),
      el('span', { class: 'w' }, row.walk),
      el('div', { class: `state ${state.mark}` }, el('p', { class: 'word' }, brief(state)), el('p', { class: 'more' }, detail(state))))));
  };
  return { box: el('div', { class: 'copy board' }, heading, list), tick };
}

/**
 * Open places that one reaches in time, nearest first, those that close before those that never do; then what opens next. When all are closed, the
 * board says so in its title.
 */
function pick(slide, manifest, now) {
  const words = manifest.words[slide.lang];
  const states = slide.rows.map((row) => ({ row, state: hoursState(manifest.hours[row.hours], now, words, slide.lang) })).filter(({ state }) => state);
  const reachable = ({ row, state }) => state.open && (state.always || state.left > (row.minutes ?? 0));
  const open = states.filter(reachable).sort((a, b) => Number(a.state.always) - Number(b.state.always));
  const later = states.filter(({ state }) => state.opens).sort((a, b) => a.state.opens - b.state.opens);
  return { rows: [...open, ...later].slice(0, SHOWN), next: open.length === 0 };
}

/** On the board the next change is the word: “until 17:00” says that it is open. */
function brief(state) {
  return state.mark === 'is-soon' ? state.word : state.more || state.word;
}

function detail(state) {
  return state.mark === 'is-soon' ? state.more : '';
}

/** The picture side. `ready` settles when every pixel is decoded, so that no half picture fades in. */
function artOf(slide, setting) {
  const { art } = slide;
  if (art.type === 'turntable') return turntable(art, setting);
  const box = el('div', { class: `art is-${art.type}` });
  if (slide.headline) box.append(headline(slide.headline));
  if (art.type !== 'picture') return { box, ready: Promise.resolve(), stop() {} };
  const image = /** @type {HTMLImageElement} */ (el('img', { alt: art.alt }));
  box.prepend(image);
  if (art.credit) box.append(el('p', { class: 'credit' }, art.credit));
  const ready = setting.picture(art.url).then((source) => {
    if (!source) throw new Error(`${art.url}: not kept`);
    image.src = source;
    return image.decode();
  }).catch(() => {
    image.remove();
    box.classList.replace('is-picture', 'is-none');
  });
  return { box, ready, stop() {} };
}

/** Up to three short lines over the sky, each a little lower than the one before. */
function headline(text) {
  const lines = text.text.split('\n').map((line) => line.trim()).filter(Boolean).slice(0, 3);
  return el('p', { class: 'headline', lang: text.lang }, ...lines.map((line) => el('span', {}, line)));
}

/** The model turns once in six seconds; drawn on a canvas, because a changing `src` would blink. */
function turntable(art, setting) {
  const canvas = /** @type {HTMLCanvasElement} */ (el('canvas', { role: 'img', 'aria-label': art.alt }));
  const box = el('div', { class: 'art is-turntable' }, canvas);
  let timer = 0;
  const ready = Promise.all(art.urls.map(async (url) => {
    const source = await setting.picture(url);
    return source ? createImageBitmap(await (await fetch(source)).blob()) : null;
  })).then((all) => {
    const frames = all.filter(Boolean);
    if (!frames.length) return;
    [canvas.width, canvas.height] = [frames[0].width, frames[0].height];
    const pen = canvas.getContext('2d');
    let frame = 0;
    const draw = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(frames[frame], 0, 0);
      frame = (frame + 1) % frames.length;
    };
    draw();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) timer = setInterval(draw, FRAME_MS);
  });
  return { box, ready, stop: () => clearInterval(timer) };
}
