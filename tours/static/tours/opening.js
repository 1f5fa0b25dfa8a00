/** Edits an opening rule as rows; the text area keeps the JSON that is posted. Times past midnight are written as 25:30. */
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** @param {string} tag @param {Object} [properties] @param {...(Node|string)} children */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** One editor per text area. */
class OpeningEditor {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.area = root.querySelector("textarea");
    this.words = JSON.parse(root.dataset.words);
    this.form = make("div", { className: "opening-rule" });
    this.told = make("div", { className: "opening-told" });
    this.told.setAttribute("aria-live", "polite");
    root.prepend(this.form, this.told);
    this.read();
    this.area.addEventListener("change", () => this.read());
  }

  read() {
    try { this.rule = this.area.value.trim() ? JSON.parse(this.area.value) : {}; } catch { return; }
    this.draw();
    this.tell();
  }

  changed(redraw = false) {
    const rule = this.rule;
    for (const name of ["hours", "seasons", "closed_weekdays", "closed_dates", "exceptions"]) if (rule[name]?.length === 0) delete rule[name];
    this.area.value = rule.kind ? JSON.stringify(rule, null, 1) : "";
    if (redraw) this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), 400);
  }

  draw() {
    const { rule, words } = this;
    const kind = this.select(words.kinds, rule.kind ?? "", (value) => {
      this.rule = value ? { ...(value === "hours" ? { hours: [{ days: [...DAYS], spans: [{ opens: "09:00", closes: "17:00" }] }] } : {}), kind: value } : {};
      this.changed(true);
    });
    this.form.replaceChildren(make("div", { className: "opening-row" }, kind));
    if (rule.kind !== "hours") return;
    this.form.append(
      this.rows("hours", rule, () => ({ days: [...DAYS], spans: [{ opens: "09:00", closes: "17:00" }] }), (row) => this.hours(row)),
      this.rows("seasons", rule, () => ({ from: "04-01", until: "09-30", hours: [{ days: [...DAYS], spans: [{ opens: "09:00", closes: "18:00" }] }] }), (row) => this.season(row)),
      this.rows("closed_weekdays", rule, () => ({ days: ["mon"], if_holiday: "shift_to_next_non_holiday" }), (row) => this.closed(row)),
      make("div", { className: "opening-row" }, this.select(words.day_after_holiday, rule.day_after_holiday ?? "open", (value) => {
        if (value === "open") delete rule.day_after_holiday; else rule.day_after_holiday = value;
        this.changed();
      })),
      this.rows("closed_dates", rule, () => ({ from: "12-29", until: "01-03" }), (row) => [this.monthDay(row, "from"), "–", this.monthDay(row, "until")]),
      this.rows("exceptions", rule, () => ({ from: new Date().toISOString().slice(0, 10), until: new Date().toISOString().slice(0, 10) }), (row) => this.exception(row)),
    );
  }

  /** A group of rows of one member, each with a button that removes it, and one that adds. */
  rows(name, holder, fresh, draw) {
    const group = make("fieldset", {}, make("legend", { textContent: this.words[name] }));
    (holder[name] ?? []).forEach((row, place) => {
      const remove = make("button", { type: "button", className: "button button-small no", textContent: "×", ariaLabel: this.words.remove });
      remove.addEventListener("click", () => { holder[name].splice(place, 1); this.changed(true); });
      group.append(make("div", { className: "opening-row" }, ...draw(row), remove));
    });
    const add = make("button", { type: "button", className: "button button-small button-secondary", textContent: this.words.add });
    add.addEventListener("click", () => { (holder[name] ??= []).push(fresh()); this.changed(true); });
    group.append(make("div", {}, add));
    return group;
  }

  hours(row) {
    const span = (row.spans ??= [])[0] ?? {};
    const more = row.spans.slice(1).flatMap((other) => ["、", ...this.span(other, row)]);
    return [this.days(row), ...this.span(span, row), ...more, this.another(row)];
  }

  another(row) {
    const button = make("button", { type: "button", className: "button button-small button-secondary", textContent: `＋ ${this.words.hours}` });
    button.addEventListener("click", () => { row.spans.push({ opens: "13:00", closes: "17:00" }); this.changed(true); });
    return button;
  }

  span(span, row) {
    const set = (name) => (value) => {
      if (value) span[name] = value; else delete span[name];
      row.spans = (row.spans ?? []).filter((one) => one.opens || one.closes);
      if ((span.opens || span.closes) && !row.spans.includes(span)) row.spans.push(span);
      this.changed();
    };
    return [this.time(span.opens, this.words.opens, set("opens")), "–", this.time(span.closes, this.words.closes, set("closes")),
      this.time(span.last_entry, this.words.last_entry, set("last_entry"))];
  }

  season(row) {
    const inner = this.rows("hours", row, () => ({ days: [...DAYS], spans: [{ opens: "09:00", closes: "17:00" }] }), (entry) => this.hours(entry));
    const free = make("input", { type: "checkbox", checked: Boolean(row.without_closing_days) });
    free.addEventListener("change", () => { if (free.checked) row.without_closing_days = true; else delete row.without_closing_days; this.changed(); });
    return [this.monthDay(row, "from"), "–", this.monthDay(row, "until"), make("label", {}, free, ` ${this.words.without_closing_days}`), inner];
  }

  closed(row) {
    const months = make("input", { type: "text", size: 12, value: (row.months ?? []).join(","), placeholder: this.words.months, ariaLabel: this.words.months });
    months.addEventListener("change", () => {
      const given = months.value.split(/[,、\s]+/).map(Number).filter((month) => month >= 1 && month <= 12);
      if (given.length) row.months = given; else delete row.months;
      this.changed();
    });
    return [this.days(row), this.select(this.words.if_holiday, row.if_holiday ?? "closed", (value) => { row.if_holiday = value; this.changed(); }), months];
  }

  exception(row) {
    const date = (name) => {
      const input = make("input", { type: "date", value: row[name] ?? "", ariaLabel: this.words[name] });
      input.addEventListener("change", () => { row[name] = input.value; this.changed(); });
      return input;
    };
    const reason = make("input", { type: "text", value: row.reason ?? "", placeholder: this.words.reason, ariaLabel: this.words.reason });
    reason.addEventListener("change", () => { if (reason.value) row.reason = reason.value; else delete row.reason; this.changed(); });
    return [date("from"), "–", date("until"), ...this.span(row.spans?.[0] ?? {}, row), make("small", { textContent: this.words.closed_hint }), reason];
  }

  days(row) {
    const group = make("span", { className: "opening-days" });
    for (const day of DAYS) {
      const box = make("input", { type: "checkbox", checked: (row.days ?? []).includes(day) });
      box.addEventListener("change", () => { row.days = DAYS.filter((one) => (one === day ? box.checked : (row.days ?? []).includes(one))); this.changed(); });
      group.append(make("label", {}, box, this.words.days[day]));
    }
    return group;
  }

  time(value, label, set) {
    const input = make("input", { type: "text", inputMode: "numeric", size: 6, value: value ?? "", placeholder: label, ariaLabel: label, pattern: "\\d{1,2}:\\d{2}" });
    input.addEventListener("change", () => {
      const match = input.value.normalize("NFKC").match(/^(\d{1,2})[:：時]?(\d{2})?/);
      input.value = match ? `${match[1].padStart(2, "0")}:${match[2] ?? "00"}` : "";
      set(input.value);
    });
    return input;
  }

  monthDay(row, name) {
    const input = make("input", { type: "text", size: 6, value: row[name] ?? "", placeholder: "MM-DD", ariaLabel: this.words[name] });
    input.addEventListener("change", () => {
      const match = input.value.normalize("NFKC").match(/(\d{1,2})\D+(\d{1,2})/);
      if (match) input.value = `${match[1].padStart(2, "0")}-${match[2].padStart(2, "0")}`;
      row[name] = input.value;
      this.changed();
    });
    return input;
  }

  select(options, value, set) {
    const element = make("select");
    for (const [key, text] of Object.entries(options)) element.append(new Option(text, key, key === value, key === value));
    element.addEventListener("change", () => set(element.value));
    return element;
  }

  async tell() {
    if (!this.rule.kind) { this.told.replaceChildren(); return; }
    const body = new FormData();
    body.append("rule", this.area.value);
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(this.root.dataset.preview, { method: "POST", body });
    if (!answer.ok) return;
    const said = await answer.json();
    if (said.errors) {
      this.told.replaceChildren(make("ul", { className: "opening-errors" }, ...said.errors.map((text) => make("li", { textContent: text }))));
      return;
    }
    const table = make("table", {}, ...said.days.map((row) => make("tr", {}, make("td", { textContent: row.day }), make("td", { textContent: row.hours }))));
    this.told.replaceChildren(
      make("strong", { textContent: this.words.in_words }), make("ul", {}, ...said.sentences.map((text) => make("li", { textContent: text }))),
      make("details", {}, make("summary", { textContent: this.words.next_days }), table),
    );
  }
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-opening]").forEach((root) => new OpeningEditor(root)));
