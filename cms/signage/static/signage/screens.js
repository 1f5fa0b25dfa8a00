/** What stands around the slides: clock, languages, notices, pairing code, and the card when there is nothing else. */

import { code as qrCode, el } from './parts.js';
import { clock, dayNumber, monthDay, shortDay, weekday } from './time.js';

/** The dark band: time, date, languages with how long this one stays, and in portrait the QR code. */
export class Band {
  constructor(element) {
    this.element = element;
    this.time = el('time');
    this.date = el('p', { class: 'date' });
    this.note = el('p', { class: 'kept-note', hidden: '' });
    this.hand = el('div', { class: 'hand' });
    this.strip = el('ul', { class: 'rot' });
    element.replaceChildren(el('p', { class: 'clock' }, this.time), this.date, this.note, this.hand, this.strip);
    this.lang = 'ja';
  }

  /** @param {any} manifest @param {any} slide @param {{total: number, elapsed: number}} turn seconds */
  show(manifest, slide, turn) {
    this.lang = slide.lang;
    const words = manifest.words[slide.lang];
    this.hand.replaceChildren(qrCode(slide.qr, words));
    this.hand.lang = slide.lang;
    const languages = manifest.languages.length > 1 ? manifest.languages : [];
    this.strip.replaceChildren(...languages.map((language) => {
      const current = language.code === slide.lang;
      const bar = el('span', { class: 'bar' });
      bar.style.animationDuration = `${turn.total}s`;
      bar.style.animationDelay = `-${turn.elapsed}s`;
      return el('li', { lang: language.html_lang, 'aria-current': current ? 'true' : null }, language.name, current ? bar : null);
    }));
    this.element.hidden = false;
  }

  tick(now) {
    const text = clock(now);
    if (this.time.textContent !== text) this.time.textContent = text;
    const day = `${dayNumber(now)} ${this.lang}`;
    if (this.date.dataset.day === day) return;
    this.date.dataset.day = day;
    this.date.lang = this.lang;
    this.date.replaceChildren(
      el('span', { class: 'wide' }, monthDay(now, this.lang)), el('span', { class: 'wide' }, weekday(now, this.lang)),
      el('span', { class: 'narrow' }, shortDay(now, this.lang)));
  }

  /** Say that a restart without network would find nothing (plain http). */
  unkept(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }
}

/** Notices above the slides, one after the other, in the language on screen. */
export class Notices {
  constructor(element) {
    this.element = element;
    this.turn = 0;
    this.told = '';
  }

  /** Show the notices anew where they are others than those that take turns now. */
  follow(active, lang) {
    if (JSON.stringify(active) !== this.told) this.show(active, lang);
  }

  /** @param {any[]} active notices of this language @param {string} lang */
  show(active, lang) {
    this.told = JSON.stringify(active);
    this.element.hidden = active.length === 0;
    if (!active.length) return;
    const notice = active[this.turn % active.length];
    this.turn += 1;
    this.element.lang = lang;
    this.element.dataset.id = notice.id;
    this.element.replaceChildren(el('b', {}, notice.title), el('p', {}, notice.text),
      ...(active.length > 1 ? [el('small', {}, `${((this.turn - 1) % active.length) + 1}/${active.length}`)] : []));
  }
}

/** The code, large enough to be read from the other end of the hall. */
export function showPairing(element, { code, expires, note, trouble }) {
  element.replaceChildren(
    el('p', { class: 'brand' }, 'Kakuzan'),
    el('h1', {}, 'この画面をつなぎます', el('small', { lang: 'en' }, 'Pair this screen')),
    el('p', { class: 'code', id: 'code', 'data-code': code, 'aria-label': code }, ...[...(code || '······')].map((letter) => el('span', {}, letter))),
    el('p', { class: 'how' }, '管理画面の「サイネージ → 画面をつなぐ」に、このコードを入力してください。',
      el('small', { lang: 'en' }, 'Enter this code in the admin: Signage → Pair a screen.')),
    el('p', { class: 'left' }, trouble || (expires ? `${clock(expires)} まで有効　valid until ${clock(expires)}` : '')),
    ...(note ? [el('p', { class: 'unkept' }, note)] : []),
  );
  element.hidden = false;
}

/** The card: name and clock. It lies under everything and is seen when nothing else can be. */
export function tickCard(now, name) {
  const set = (id, text) => {
    const element = document.getElementById(id);
    if (element && element.textContent !== text) element.textContent = text;
  };
  set('card-clock', clock(now));
  set('card-date', `${monthDay(now, 'ja')}　${weekday(now, 'ja')}`);
  if (name) set('card-name', name);
}
