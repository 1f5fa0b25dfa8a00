/**
 * `<search-box data-url data-language>`: makes the search field inside a combobox with a list of names that begin like what is typed
 * (ARIA authoring practices, editable combobox with list autocomplete). A choice leads to the thing itself; Enter without one searches.
 * Nothing is asked while an input method composes: かｋ is no word yet, and its Enter belongs to the input method.
 */
import { say } from '../words.js';

const PAUSE = 120;
const SHOWN = 6;

class SearchBox extends HTMLElement {
  /** @type {HTMLInputElement} */ #field;
  /** @type {HTMLUListElement} */ #list;
  /** @type {HTMLElement} */ #status;
  /** @type {AbortController | null} */ #asking = null;
  #timer = 0;
  #active = -1;

  connectedCallback() {
    const field = this.querySelector('input');
    if (!field || this.#field) return;
    this.#field = field;
    this.#list = Object.assign(document.createElement('ul'), { id: `${field.id}-names`, className: 'names', hidden: true });
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', say('suggestions'));
    this.#status = Object.assign(document.createElement('span'), { className: 'hidden' });
    this.#status.setAttribute('role', 'status');
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.#list.id })) {
      field.setAttribute(name, value);
    }
    this.append(this.#list, this.#status);
    field.addEventListener('input', (event) => (/** @type {InputEvent} */ (event).isComposing ? this.#close() : this.#later()));
    field.addEventListener('compositionstart', () => this.#close());
    field.addEventListener('compositionend', () => this.#later());
    field.addEventListener('keydown', (event) => this.#key(event));
    field.addEventListener('blur', () => this.#close());
    field.form?.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData.entries()]) if (value === '' && name !== 'q') formData.delete(name);
    });
    // Pressing must not take the focus, or the list would be gone before the click.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  #later() {
    this.#stop();
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
  }

  async #ask() {
    const words = this.#field.value.trim();
    if (!words) return this.#close();
    const asking = (this.#asking = new AbortController());
    const query = new URLSearchParams({ q: words, lang: this.dataset.language ?? 'en', limit: String(SHOWN) });
    try {
      const answer = await fetch(`${this.dataset.url}?${query}`, { credentials: 'omit', signal: asking.signal });
      const { results } = answer.ok ? await answer.json() : { results: [] };
      if (asking === this.#asking && document.activeElement === this.#field) this.#show(results);
    } catch {
      if (asking === this.#asking) this.#close();
    }
  }

  /** @param {any[]} results */
  #show(results) {
    this.#choose(-1);
    this.#list.replaceChildren(...results.map((record, place) => option(record, `${this.#list.id}-${place}`)));
    this.#list.hidden = !results.length;
    this.#field.setAttribute('aria-expanded', String(results.length > 0));
    this.#status.textContent = results.length ? say('suggestions_found', { count: results.length }) : '';
  }

  #close() {
    this.#stop();
    this.#choose(-1);
    this.#list.hidden = true;
    this.#field.setAttribute('aria-expanded', 'false');
    this.#status.textContent = '';
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.keyCode === 229 || this.#list.hidden) return;
    const last = this.#list.children.length - 1;
    if (event.key === 'ArrowDown') this.#choose(this.#active < last ? this.#active + 1 : -1);
    else if (event.key === 'ArrowUp') this.#choose(this.#active < 0 ? last : this.#active - 1);
    else if (event.key === 'Escape') this.#close();
    else if (event.key === 'Enter' && this.#active >= 0) /** @type {HTMLElement} */ (this.#list.children[this.#active]).click();
    else return;
    event.preventDefault();
  }

  /** @param {number} place */
  #choose(place) {
    this.#list.children[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = place;
    const chosen = this.#list.children[place];
    chosen?.setAttribute('aria-selected', 'true');
    chosen?.scrollIntoView({ block: 'nearest' });
    if (chosen) this.#field.setAttribute('aria-activedescendant', chosen.id);
    else this.#field.removeAttribute('aria-activedescendant');
  }
}

/** @param {any} record @param {string} id */
function option(record, id) {
  const line = Object.assign(document.createElement('li'), { id });
  line.setAttribute('role', 'option');
  line.setAttribute('aria-selected', 'false');
  const name = Object.assign(document.createElement('span'), { textContent: record.name, lang: record.lang });
  line.append(name);
  if (record.category) line.append(Object.assign(document.createElement('small'), { textContent: record.category.name, lang: record.category.lang ?? '' }));
  line.addEventListener('click', () => location.assign(new URL(record.url, location.href).pathname));
  return line;
}

customElements.define('search-box', SearchBox);
