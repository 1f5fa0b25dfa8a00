/**
 * `<trip-list data-language>`: the visitor's list as a line of stops, to be put in order. A stop kept in another language is asked for again in
 * this one; when that fails its old name stays, marked with its language.
 */
import { metres, walkingMinutes, written } from '../ground.js';
import { keep, move, remove, stops } from '../trip.js';
import { say } from '../words.js';

/** @typedef {import('../trip.js').Stop} Stop */

const PLURAL = { place: 'places', item: 'items', event: 'events', tour: 'tours', story: 'stories' };

class TripList extends HTMLElement {
  connectedCallback() {
    this.empty = this.querySelector('.empty');
    this.#draw();
    this.#translate();
  }

  #draw() {
    const list = stops();
    if (!list.length) {
      this.replaceChildren(...(this.empty ? [this.empty] : []));
      return;
    }
    const line = document.createElement('ol');
    line.className = 'steps';
    list.forEach((stop, index) => line.append(...this.#stop(stop, index, list)));
    const total = document.createElement('p');
    total.className = 'note';
    total.textContent = say('trip_walks');
    this.replaceChildren(line, total);
  }

  /** @param {Stop} stop @param {number} index @param {Stop[]} list */
  #stop(stop, index, list) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById('trip-row'));
    const row = /** @type {HTMLElement} */ (template.content.cloneNode(true).firstChild);
    row.classList.toggle('start', index === 0);
    row.classList.toggle('end', index === list.length - 1);
    const order = row.querySelector('.order');
    if (order) order.textContent = String(index + 1);
    const link = /** @type {HTMLAnchorElement} */ (row.querySelector('a'));
    link.href = stop.url.replace(/^\/[^/]+\//, `/${this.dataset.language}/`);
    link.textContent = stop.name;
    if (stop.lang !== this.dataset.language) link.lang = stop.lang;
    for (const button of row.querySelectorAll('button')) {
      button.disabled = (button.dataset.action === 'up' && index === 0) || (button.dataset.action === 'down' && index === list.length - 1);
      button.addEventListener('click', () => this.#act(button.dataset.action, stop.id));
    }
    const leg = legBetween(stop, list[index + 1]);
    return leg ? [row, leg] : [row];
  }

  /** @param {string | undefined} action @param {string} id */
  #act(action, id) {
    if (action === 'remove') remove(id);
    else move(id, action === 'up' ? -1 : 1);
    this.#draw();
    const again = [...this.querySelectorAll('button')].find((button) => !button.disabled);
    again?.focus({ preventScroll: true });
  }

  async #translate() {
    const lang = this.dataset.language ?? 'en';
    const list = stops();
    const foreign = list.filter((stop) => stop.lang !== lang);
    const names = await Promise.all(foreign.map((stop) => nameIn(stop, lang)));
    foreign.forEach((stop, index) => {
      const found = names[index];
      if (found) Object.assign(stop, { name: found.name, lang: found.lang });
    });
    if (names.some(Boolean) && keep(list)) this.#draw();
  }
}

/** @param {Stop} stop @param {string} lang @returns {Promise<{ name: string, lang: string } | null>} */
async function nameIn(stop, lang) {
  const plural = PLURAL[/** @type {keyof typeof PLURAL} */ (stop.kind)];
  if (!plural) return null;
  try {
    const answer = await fetch(`/api/v1/${plural}/${stop.id}?lang=${lang}`, { credentials: 'omit' });
    if (!answer.ok) return null;
    const record = await answer.json();
    return { name: record.name, lang: record.member_langs?.name ?? record.lang };
  } catch {
    return null;
  }
}

/** @param {Stop} from @param {Stop | undefined} to */
function legBetween(from, to) {
  if (!to || from.lat === undefined || to.lat === undefined) return null;
  const away = metres(/** @type {any} */ (from), /** @type {any} */ (to)) * 1.3;
  const leg = document.createElement('li');
  leg.className = 'leg';
  leg.innerHTML = '<span></span><div class="body"><p></p></div>';
  /** @type {HTMLElement} */ (leg.querySelector('p')).textContent = `${say('walk', { count: walkingMinutes(away / 1.3) })} · ${written(away)}`;
  return leg;
}

customElements.define('trip-list', TripList);
