/**
 * `<near-field data-form>`: a button that puts the visitor's position, rounded to a 250-metre grid, into the form and sends it.
 * Only a tap asks for the position; the sentence that says so stands in the page.
 */
import { position, rounded } from '../ground.js';
import { say } from '../words.js';

class NearField extends HTMLElement {
  connectedCallback() {
    if (!('geolocation' in navigator) || this.querySelector('button')) return;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'chip', textContent: say('near_me') });
    button.addEventListener('click', () => this.#ask(button));
    this.querySelector('.note')?.setAttribute('role', 'status');
    this.prepend(button);
  }

  /** @param {HTMLButtonElement} button */
  async #ask(button) {
    const form = /** @type {HTMLFormElement} */ (document.getElementById(this.dataset.form ?? ''));
    const note = /** @type {HTMLElement} */ (this.querySelector('.note'));
    button.disabled = true;
    note.textContent = say('locating');
    try {
      const { lat, lon } = rounded(await position());
      const sort = form.elements.namedItem('sort');
      for (const [name, value] of [['near', `${lat},${lon}`], ['sort', 'near']]) {
        form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      }
      if (sort instanceof HTMLSelectElement) sort.disabled = true;
      form.requestSubmit();
    } catch {
      note.textContent = say('near_denied');
      button.disabled = false;
    }
  }
}

customElements.define('near-field', NearField);
