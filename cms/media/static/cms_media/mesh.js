/** Follows a job on its page, step by step; loads the page anew once when it has ended. */
const job = document.querySelector(".mesh-job");
const RUNNING = new Set(["queued", "running"]);
const PAUSE = 1000;

/** @param {string} name @param {string} text */
function write(name, text) {
  const place = job.querySelector(`[data-${name}]`);
  if (place && place.textContent !== text) place.textContent = text;
}

/** The row of a stage, made if it is new. @param {{name: string, text: string, state: string, share: number, time: string}} stage */
function step(stage) {
  const list = job.querySelector("[data-stages]");
  let row = list.querySelector(`[data-name="${CSS.escape(stage.name)}"]`);
  if (!row) {
    row = document.createElement("li");
    row.dataset.name = stage.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", stage.text);
    row.append(Object.assign(document.createElement("span"), { textContent: stage.text }), " ", bar, " ", document.createElement("small"));
    list.append(row);
  }
  row.className = stage.state;
  row.querySelector("progress").value = stage.share;
  row.querySelector("small").textContent = stage.time;
}

async function follow() {
  const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) {
    setTimeout(follow, 5 * PAUSE);
    return;
  }
  const now = await answer.json();
  write("state-text", now.state_text);
  write("position", now.position_text);
  write("stage", now.stage_text);
  write("note", now.note);
  write("left", now.left_text);
  write("error", now.error);
  const bar = job.querySelector("[data-share]");
  if (bar) bar.value = now.share;
  now.stages.forEach(step);
  if (now.stages.length) job.querySelector(".mesh-stages").hidden = false;
  if (RUNNING.has(now.state)) setTimeout(follow, PAUSE);
  else location.reload();
}

if (job && RUNNING.has(job.dataset.state)) follow();
