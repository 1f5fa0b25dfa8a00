/** Follows a job on its page; loads the page anew once when it has ended. */
const job = document.querySelector(".mesh-job");
const RUNNING = new Set(["queued", "running"]);

async function follow() {
  const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const now = await answer.json();
  job.querySelector("[data-state-text]").textContent = now.position ? `${now.state_text} (${now.position})` : now.state_text;
  job.querySelector("[data-stage]").textContent = now.stage_text;
  job.querySelector("[data-note]").textContent = now.note;
  job.querySelector("[data-left]").textContent = now.left_text;
  job.querySelector("[data-error]").textContent = now.error;
  job.querySelector("[data-share]").value = now.share;
  if (RUNNING.has(now.state)) setTimeout(follow, 1000);
  else location.reload();
}

if (job && RUNNING.has(job.dataset.state)) follow();
