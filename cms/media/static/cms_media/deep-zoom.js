/**
 * A picture of any size from static tiles (IIIF Image API 3, level 0): only what is in sight is loaded, coarser tiles stand in
 * until the finer ones are there. Mouse, touch, wheel and keys; its picture inside stays where scripts or tiles fail.
 */
const STEP = 1.4;
const CLOSEST = 4;
const KEPT = 300;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class DeepZoom extends HTMLElement {
  /** @type {Map<string, {image: HTMLImageElement, ready: boolean}>} tiles by address, the longest unused first */
  #tiles = new Map();
  #fingers = new Map();
  #drawing = 0;
  #at = { x: 0, y: 0, scale: 1 };

  async connectedCallback() {
    const address = new URL(this.getAttribute("src"), document.baseURI);
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      this.info = await answer.json();
    } catch {
      this.append(Object.assign(document.createElement("output"), { textContent: this.dataset.failed }));
      return;
    }
    this.base = address.href.slice(0, address.href.lastIndexOf("/"));
    this.#furnish();
    this.#fit();
    this.whole();
    new ResizeObserver(() => this.#fit()).observe(this);
  }

  /** Put canvas, buttons and scale in place of the picture. */
  #furnish() {
    this.canvas = Object.assign(document.createElement("canvas"), { tabIndex: 0 });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", `${this.querySelector("img")?.alt ?? ""} ${this.dataset.label}`);
    const buttons = document.createElement("div");
    buttons.className = "zoom-buttons";
    for (const [sign, name, act] of [["+", "closer", () => this.zoom(STEP)], ["−", "away", () => this.zoom(1 / STEP)], ["□", "whole", () => this.whole()]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: this.dataset[name] });
      button.setAttribute("aria-label", this.dataset[name]);
      button.addEventListener("click", act);
      buttons.append(button);
    }
    this.said = document.createElement("output");
    this.replaceChildren(this.canvas, buttons, this.said);
    this.canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      this.#fingers.set(event.pointerId, event);
    });
    this.canvas.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, (event) => this.#fingers.delete(event.pointerId));
  }

  /** Show all of it. */
  whole() {
    const { width, height } = this.info;
    const scale = this.#farthest();
    this.#at = { x: width / 2, y: height / 2, scale };
    this.#draw();
  }

  /** Come `factor` times closer, keeping the point at (x, y) of the element, its middle by default, where it is. */
  zoom(factor, x = this.clientWidth / 2, y = this.clientHeight / 2) {
    const { scale } = this.#at;
    const next = Math.min(CLOSEST, Math.max(this.#farthest(), scale * factor));
    this.#at.x += (x - this.clientWidth / 2) * (1 / scale - 1 / next);
    this.#at.y += (y - this.clientHeight / 2) * (1 / scale - 1 / next);
    this.#at.scale = next;
    this.#draw();
  }

  #move(x, y) {
    this.#at.x += x / this.#at.scale;
    this.#at.y += y / this.#at.scale;
    this.#draw();
  }

  /** The scale at which all of it is in sight, 1 for a picture smaller than that. */
  #farthest() {
    return Math.min(1, this.clientWidth / this.info.width, this.clientHeight / this.info.height);
  }

  #fit() {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.clientWidth * ratio);
    this.canvas.height = Math.round(this.clientHeight * ratio);
    this.zoom(1);
  }

  #wheel(event) {
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES) this.#move(...MOVES[event.key].map((way) => way * 80));
    else if (event.key === "+" || event.key === ";") this.zoom(STEP);
    else if (event.key === "-") this.zoom(1 / STEP);
    else if (event.key === "0") this.whole();
    else return;
    event.preventDefault();
  }

  #drag(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const other = [...this.#fingers.values()].find((one) => one.pointerId !== event.pointerId);
    if (other) {
      const apart = (one) => Math.hypot(one.offsetX - other.offsetX, one.offsetY - other.offsetY) || 1;
      this.zoom(apart(event) / apart(before), other.offsetX, other.offsetY);
    } else this.#move(before.offsetX - event.offsetX, before.offsetY - event.offsetY);
    this.#fingers.set(event.pointerId, event);
  }

  #draw() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#paint());
  }

  /** Draw what is there, the coarsest first, and ask for what is missing at the scale in sight. */
  #paint() {
    const { width, height } = this.info;
    const ratio = this.canvas.width / this.clientWidth;
    const { scale } = this.#at;
    this.#at.x = Math.min(width, Math.max(0, this.#at.x));
    this.#at.y = Math.min(height, Math.max(0, this.#at.y));
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const left = this.#at.x - this.clientWidth / 2 / scale;
    const top = this.#at.y - this.clientHeight / 2 / scale;
    context.setTransform(scale * ratio, 0, 0, scale * ratio, -left * scale * ratio, -top * scale * ratio);
    const factors = this.info.tiles[0].scaleFactors;
    const wanted = factors.filter((factor) => factor <= 1 / (scale * ratio)).at(-1) ?? 1;
    for (const factor of factors.toReversed().filter((one) => one >= wanted)) {
      for (const tile of this.#inSight(factor, left, top)) {
        const held = factor === wanted || factor === factors.at(-1) ? this.#load(tile.address) : this.#tiles.get(tile.address);
        if (held?.ready) context.drawImage(held.image, tile.x, tile.y, tile.w, tile.h);
      }
    }
    this.said.textContent = `${Math.round(scale * ratio * 100)} %`;
    this.dataset.factor = String(wanted);
  }

  /** The tiles of a scale that lie in sight, in pixels of the whole. */
  #inSight(factor, left, top) {
    const { width, height } = this.info;
    const side = this.info.tiles[0].width * factor;
    const found = [];
    const right = Math.min(width, left + this.clientWidth / this.#at.scale);
    const bottom = Math.min(height, top + this.clientHeight / this.#at.scale);
    for (let y = Math.max(0, Math.floor(top / side)) * side; y < bottom; y += side) {
      for (let x = Math.max(0, Math.floor(left / side)) * side; x < right; x += side) {
        const [w, h] = [Math.min(side, width - x), Math.min(side, height - y)];
        const region = w === width && h === height ? "full" : `${x},${y},${w},${h}`;
        found.push({ x, y, w, h, address: `${this.base}/${region}/${Math.ceil(w / factor)},${Math.ceil(h / factor)}/0/default.jpg` });
      }
    }
    return found;
  }

  #load(address) {
    const held = this.#tiles.get(address) ?? { image: new Image(), ready: false };
    this.#tiles.delete(address);
    this.#tiles.set(address, held);
    if (!held.image.src) {
      held.image.addEventListener("load", () => { held.ready = true; this.#draw(); });
      held.image.src = address;
      if (this.#tiles.size > KEPT) this.#tiles.delete(this.#tiles.keys().next().value);
    }
    return held;
  }
}

customElements.define("deep-zoom", DeepZoom);
