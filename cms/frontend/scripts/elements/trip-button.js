/** `<trip-button data-id data-kind data-name data-url data-language>`: puts a thing on the visitor's own list and takes it off again. */
import { add, has, remove } from '../trip.js';
import { say } from '../words.js';

class TripButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    if (!button) return;
    this.hidden = false;
    this.#show(button);
    button.addEventListener('click', () => {
      const { id = '', kind = '', name = '', url = '', language = 'ja', lat, lon } = this.dataset;
      const place = lat && lon ? { lat: Number(lat), lon: Number(lon) } : {};
      const kept = has(id) ? remove(id) : add({ id, kind, name, url, lang: language, ...place });
      this.#show(button, kept ? undefined : say('trip_failed'));
    });
  }

  /** @param {HTMLButtonElement} button @param {string} [problem] */
  #show(button, problem) {
    const on = has(this.dataset.id ?? '');
    button.setAttribute('aria-pressed', String(on));
    const label = button.querySelector('span');
    if (label) label.textContent = problem ?? say(on ? 'trip_in' : 'trip_add');
  }
}

customElements.define('trip-button', TripButton);
