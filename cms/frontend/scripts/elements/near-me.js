/**
 * `<near-me data-url data-language>`: around a list of what is near, offers "near me". Only a tap asks for the position; the address sent is
 * rounded to a 250-metre grid, and the distance shown is computed here.
 */
import { metres, position, rounded, walkingMinutes, written } from '../ground.js';
import { closedState, openState, showState } from '../opening.js';
import { say } from '../words.js';

const SHOWN = 8;

class NearMe extends HTMLElement {
  connectedCallback() {
    if (!('geolocation' in navigator) || !document.getElementById('row')) return;
    const bar = document.createElement('div');
    bar.className = 'btns nearbar';
    bar.innerHTML = '<button class="btn quiet" type="button"></button><p class="note" role="status"></p>';
    const button = /** @type {HTMLButtonElement} */ (bar.firstElementChild);
    button.textContent = say('near_me');
    button.addEventListener('click', () => this.#ask(button, /** @type {HTMLElement} */ (bar.lastElementChild)));
    this.append(bar);
  }

  /** @param {HTMLButtonElement} button @param {HTMLElement} status */
  async #ask(button, status) {
    button.disabled = true;
    status.textContent = say('locating');
    try {
      const here = await position();
      const found = await this.#fetch(here);
      this.#show(found, here);
      status.textContent = found.length ? say('near_done') : say('near_none');
    } catch (problem) {
      status.textContent = problem instanceof GeolocationPositionError ? say('near_denied') : say('near_failed');
    }
    button.disabled = false;
  }

  /** @param {import('../ground.js').Point} here */
  async #fetch(here) {
    const { lat, lon } = rounded(here);
    const query = new URLSearchParams({ lat: String(lat), lon: String(lon), radius_m: '3000', lang: this.dataset.language ?? 'en' });
    const answer = await fetch(`${this.dataset.url}?${query}`, { credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).results;
  }

  /** @param {any[]} found @param {import('../ground.js').Point} here */
  #show(found, here) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById('row'));
    const near = found
      .filter((record) => record.position)
      .map((record) => ({ record, away: metres(here, record.position) }))
      .sort((a, b) => a.away - b.away)
      .slice(0, SHOWN);
    this.querySelector('.rows')?.replaceChildren(...near.map(({ record, away }) => row(template, record, away)));
  }
}

/** @param {HTMLTemplateElement} template @param {any} record @param {number} away */
function row(template, record, away) {
  const line = /** @type {HTMLElement} */ (template.content.cloneNode(true).firstChild);
  const link = /** @type {HTMLAnchorElement} */ (line.querySelector('a'));
  link.href = new URL(record.url, location.href).pathname;
  link.textContent = record.name;
  const picture = line.querySelector('img');
  if (record.image && picture) picture.src = record.image.url;
  else picture?.replaceWith(Object.assign(document.createElement('span'), { className: 'nopic' }));
  showState(/** @type {Element} */ (line.querySelector('.state')), stateOf(record));
  /** @type {HTMLElement} */ (line.querySelector('.meta')).textContent = `${say('walk', { count: walkingMinutes(away) })} · ${written(away)}`;
  return line;
}

/** @param {any} record */
function stateOf(record) {
  const now = new Date();
  const change = record.next_change ? new Date(record.next_change) : null;
  if (record.open_now === true) return change ? openState(change, now) : { mark: 'is-open', word: say('open'), more: '' };
  if (record.open_now === false) return change ? closedState(change, now) : { mark: 'is-closed', word: say('closed'), more: '' };
  return { mark: 'is-unknown', word: say('unknown'), more: '' };
}

customElements.define('near-me', NearMe);
