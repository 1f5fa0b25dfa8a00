/** `<ruby-switch>`: shows or hides furigana on the whole page and remembers the choice in this browser. */

const KEY = 'kakuzan.ruby';

class RubySwitch extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    if (!button) return;
    this.hidden = false;
    this.#apply(button, recall() !== 'off');
    button.addEventListener('click', () => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      this.#apply(button, shown);
      remember(shown ? 'on' : 'off');
    });
  }

  /** @param {HTMLButtonElement} button @param {boolean} shown */
  #apply(button, shown) {
    button.setAttribute('aria-pressed', String(shown));
    document.documentElement.classList.toggle('no-ruby', !shown);
  }
}

function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} value */
function remember(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    /* a browser that keeps nothing still switches this page */
  }
}

customElements.define('ruby-switch', RubySwitch);
