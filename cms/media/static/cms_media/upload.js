/**
 * Sends the files of the upload form in pieces before the form itself, with progress, and goes on after a broken connection.
 * Without this script the form sends its files as any form does.
 */
const form = document.querySelector(".mesh-upload");
const RETRIES = 12;
const MB = 1_000_000;

/** @param {string} address @param {RequestInit} options @returns {Promise<{status: number, state: any}>} */
async function ask(address, options = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...options.headers };
  const answer = await fetch(address, { ...options, headers });
  if (answer.status >= 500) throw new Error(String(answer.status));
  return { status: answer.status, state: await answer.json() };
}

/** The row of one file: its name, a bar, what is happening. @param {File} file */
function row(file) {
  const item = document.createElement("li");
  const name = document.createElement("strong");
  const bar = document.createElement("progress");
  const text = document.createElement("span");
  name.textContent = file.name;
  bar.max = file.size;
  bar.value = 0;
  text.textContent = form.dataset.waiting;
  item.append(name, bar, text);
  form.querySelector(".mesh-files").append(item);
  return { bar, text, item };
}

/** @param {number} seconds */
function clock(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  return `${form.dataset.left} ${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Send one file and return its key. @param {File} file */
async function send(file, { bar, text, item }) {
  const begun = await ask(form.dataset.begin, { method: "POST", body: JSON.stringify({ name: file.name, bytes: file.size }) });
  if (begun.status >= 400) throw new RangeError(begun.state.error);
  let { state } = begun;
  const first = state.offset;
  const started = performance.now();
  let failed = 0;
  while (!state.sha256) {
    try {
      const body = file.slice(state.offset, state.offset + state.chunk);
      const answer = await ask(`${form.dataset.begin}${state.id}/`, { method: "PUT", body, headers: { "Upload-Offset": String(state.offset) } });
      if (answer.status >= 400 && answer.status !== 409) throw new RangeError(answer.state.error ?? String(answer.status));
      state = answer.state;
      failed = 0;
      bar.value = state.offset;
      const speed = (state.offset - first) / (performance.now() - started);
      text.textContent = `${form.dataset.sending} ${(state.offset / MB).toFixed(1)} / ${(file.size / MB).toFixed(1)} MB${speed > 0 ? ` · ${clock((file.size - state.offset) / speed / 1000)}` : ""}`;
    } catch (error) {
      if (error instanceof RangeError || ++failed > RETRIES) throw error;
      text.textContent = form.dataset.broken;
      await new Promise((resolve) => setTimeout(resolve, Math.min(1000 * 2 ** failed, 15_000)));
      state = await ask(`${form.dataset.begin}${state.id}/`).then((answer) => answer.state, () => state);
    }
  }
  text.textContent = `${form.dataset.sent} ${state.sha256}`;
  item.classList.add("done");
  return state.id;
}

async function submit(event) {
  const input = form.elements.files;
  if (!input.files.length || !form.reportValidity()) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  form.querySelector(".mesh-files").replaceChildren();
  const files = [...input.files].map((file) => ({ file, shown: row(file) }));
  const keys = [];
  for (const { file, shown } of files) {
    try {
      keys.push(await send(file, shown));
    } catch (error) {
      shown.item.classList.add("failed");
      shown.text.textContent = error instanceof RangeError ? error.message : form.dataset.refused;
      button.disabled = false;
      return;
    }
  }
  form.elements.uploads.value = keys.join(" ");
  input.disabled = true;
  form.submit();
}

form?.addEventListener("submit", submit);
