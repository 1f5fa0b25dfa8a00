/** The player: remembers, plays, asks, and is never blank. */

import { pair, registerWorker } from './boot.js';
import { askManifest, askPreview, Refused, report } from './link.js';
import { forget, recall, remember } from './memory.js';
import { moved, Rotation } from './programme.js';
import { Band, Notices, tickCard } from './screens.js';
import { render, shows } from './slides.js';
import { Stage, wait } from './stage.js';
import { complete, openStore } from './store.js';
import { now, offsetMs, resume } from './time.js';

const UNKEPT = 'HTTPSではないため、電源を切ると番組が消えます';
const UNKEPT_PAIRING = 'このアドレスはHTTPSではありません。通信が切れても再生は続きますが、再起動には通信が必要です。　Not HTTPS: a restart needs the network.';
/** More edits than these at once are no news but another programme. */
const MOST_NEWS = 3;
const REPORT_MS = 30_000;
const page = document.documentElement;
const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

class Player {
  stage = new Stage([by('layer-a'), by('layer-b')]);
  band = new Band(by('band'));
  notices = new Notices(by('notices'));
  /** @type {any} */ manifest = null;
  /** @type {Rotation | null} */ rotation = null;
  /** @type {{id: string, token: string, name: string} | null} */ display = null;
  addresses = new Map();
  error = '';
  refusals = 0;
  reportAt = 0;
  wake = () => {};

  async start() {
    this.preview = page.dataset.manifest ?? '';
    this.store = await openStore({ kept: !this.preview });
    resume(await recall('time'));
    setInterval(() => this.tick(), 1000);
    this.tick();
    page.dataset.storage = this.store.kind;
    this.running = (await this.store.shell())?.version ?? null;
    if (this.preview) return this.playPreview();
    const worker = await registerWorker();
    if (!worker) page.dataset.storage = 'memory';
    this.display = /** @type {any} */ (await recall('display')) ?? null;
    const last = await recall('manifest');
    if (this.display && last) this.take(last);
    void this.play();
    for (;;) {
      if (!this.display) await this.pairScreen();
      await this.ask();
      await wait((this.manifest?.poll_s ?? 5) * 1000);
    }
  }

  async playPreview() {
    void this.play();
    for (;;) {
      try {
        const manifest = await askPreview(this.preview);
        if (manifest.version !== this.manifest?.version) this.take(manifest);
      } catch (error) {
        this.error = String(error);
      }
      await wait(10_000);
    }
  }

  /** Before there is a manifest to say so: take the server's player when it is another one than this. */
  async renewPlayer() {
    try {
      const shell = await (await fetch('/signage/shell.json', { cache: 'no-store', signal: AbortSignal.timeout(10_000) })).json();
      if (this.running) await this.restartWith(shell.version, shell.files);
    } catch {
      // Without a server the player that is here will do.
    }
  }

  async restartWith(version, files) {
    await complete(this.store, files);
    await this.store.setShell(version, files);
    this.running ??= version;
    if (version === this.running || sessionStorage.getItem('restarted') === version) return;
    sessionStorage.setItem('restarted', version);
    location.reload();
  }

  async pairScreen() {
    page.dataset.phase = 'pairing';
    await this.renewPlayer();
    this.display = await pair(by('pairing'), page.dataset.storage === 'kept' ? '' : UNKEPT_PAIRING);
    await remember('display', this.display);
    page.dataset.phase = 'card';
  }

  /** One beat: the manifest with all its files, then the report. */
  async ask() {
    try {
      const fresh = await askManifest(this.display, this.manifest?.version);
      this.refusals = 0;
      if (fresh) this.reportAt = 0;
      if (fresh) await this.change(fresh);
      this.error = '';
    } catch (error) {
      this.error = String(error.message ?? error).slice(0, 300);
      if (error instanceof Refused && [401, 403].includes(error.status)) await this.refused(error.status);
    }
    if (page.dataset.error !== this.error) this.reportAt = 0;
    page.dataset.error = this.error;
    if (!this.display || performance.now() < this.reportAt) return;
    this.reportAt = performance.now() + REPORT_MS - 1000;
    await report(this.display, await this.state()).catch(() => {});
    await remember('time', { offset: offsetMs(), at: now() });
  }

  /** A revoked display (403) shows a code again at once; a token that is not known (401) must be refused twice. */
  async refused(status) {
    this.refusals += status === 403 ? 2 : 1;
    if (this.refusals < 2) return;
    this.refusals = 0;
    await forget('display');
    await forget('manifest');
    [this.display, this.manifest, this.rotation] = [null, null, null];
    this.stage.clear();
    by('band').hidden = true;
    by('notices').hidden = true;
    this.wake();
  }

  /** Switch to a new programme, when every file of it is here and checked; until then the old one plays. */
  async change(fresh) {
    await complete(this.store, fresh.files);
    await remember('manifest', fresh);
    this.take(fresh);
    await this.store.keepOnly(fresh.files.map((file) => file.sha256));
    const player = fresh.files.filter((file) => file.url === '/signage/' || file.url.startsWith('/static/signage/'));
    await this.restartWith(fresh.player.version, player);
  }

  take(manifest) {
    const before = this.manifest;
    this.manifest = manifest;
    this.files = new Map(manifest.files.map((file) => [file.url, file.sha256]));
    this.forgetAddresses();
    this.rotation = new Rotation(manifest, this.rotation?.step ?? 0);
    page.dataset.version = manifest.version;
    this.band.unkept(page.dataset.storage === 'kept' || this.preview ? '' : UNKEPT);
    this.follow(before);
  }

  /**
   * What was deleted leaves now, not when its time is up; what was edited is shown anew, or comes next; notices stand
   * at once; all else keeps its time.
   */
  follow(before) {
    this.tellNotices();
    const shown = this.shown();
    const find = (manifest) => manifest?.slides.find((slide) => slide.id === shown?.id && slide.lang === shown?.lang);
    const [old, fresh] = [find(before), find(this.manifest)];
    const stays = old && fresh && JSON.stringify(old) === JSON.stringify(fresh);
    const news = before ? moved(before, this.manifest) : [];
    const others = news.length > MOST_NEWS ? [] : news.filter((id) => id !== shown?.id).map((id) => ({ id }));
    this.rotation.sooner(old && fresh && !stays ? [shown, ...others] : others);
    if (!stays) this.wake();
  }

  async play() {
    for (;;) {
      const at = now();
      const next = this.rotation?.next(at, (slide) => shows(slide, this.manifest, at)) ?? null;
      if (!next) {
        this.stage.clear();
        by('band').hidden = true;
        if (page.dataset.phase !== 'pairing') page.dataset.phase = this.manifest ? 'card' : page.dataset.phase;
        await this.sleep(2000);
        continue;
      }
      await this.showSlide(next, at).catch((error) => { this.error = String(error); });
      await this.sleep(next.slide.duration_s * 1000);
    }
  }

  async showSlide({ slide, total, elapsed }, at) {
    const { manifest } = this;
    const activeNotices = (moment) => manifest.notices.filter((row) => row.lang === slide.lang && active(row, moment));
    const rendered = render(slide, { manifest, picture: (url) => this.picture(url), activeNotices }, at);
    this.lang = slide.lang;
    this.notices.show(activeNotices(at), slide.lang);
    await this.stage.show(rendered);
    this.band.show(manifest, slide, { total, elapsed });
    this.band.tick(now());
    page.dataset.phase = 'playing';
    page.dataset.slide = `${slide.id} ${slide.lang}`;
  }

  /** @returns {{id: string, lang: string} | null} what is on screen */
  shown() {
    const [id, lang] = (page.dataset.slide ?? '').split(' ');
    return id && page.dataset.phase === 'playing' ? { id, lang } : null;
  }

  /** Let the notices of this moment stand over the slide that is shown, and those that lapsed go. */
  tellNotices() {
    if (!this.lang || !this.manifest || page.dataset.phase !== 'playing') return;
    const at = now();
    this.notices.follow(this.manifest.notices.filter((row) => row.lang === this.lang && active(row, at)), this.lang);
  }

  /** An address under which the checked bytes of a file can be shown; null when they are not kept. */
  async picture(url) {
    if (!this.preview) {
      const digest = this.files.get(url);
      if (!digest) return null;
      if (!this.addresses.has(url)) {
        const blob = await this.store.blob(digest);
        if (!blob) return null;
        this.addresses.set(url, URL.createObjectURL(blob));
      }
      return this.addresses.get(url);
    }
    return url;
  }

  forgetAddresses() {
    const old = this.addresses;
    this.addresses = new Map();
    // The picture on screen is decoded; its address may go once the fade is over.
    setTimeout(() => old.forEach((address) => URL.revokeObjectURL(address)), 30_000);
  }

  sleep(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  tick() {
    const at = now();
    page.classList.toggle('tall', innerHeight > innerWidth);
    tickCard(at, this.manifest?.display.name);
    this.band.tick(at);
    this.tellNotices();
    const minute = Math.floor(at / 60_000);
    if (minute !== this.minute) this.stage.tick(at);
    this.minute = minute;
  }

  async state() {
    const estimate = await navigator.storage?.estimate?.().catch(() => null);
    return {
      version: this.running ?? '', manifest: this.manifest?.version ?? '', error: this.error, storage: page.dataset.storage,
      slide: page.dataset.slide ?? '', offset_ms: offsetMs(), screen: `${innerWidth}x${innerHeight}`,
      ...(estimate ? { free_bytes: (estimate.quota ?? 0) - (estimate.usage ?? 0) } : {}),
    };
  }
}

function active(notice, at) {
  return (!notice.from || notice.from * 1000 <= at) && (!notice.until || at < notice.until * 1000);
}

const player = new Player();
// For whoever stands before the screen with a developer console.
Object.assign(globalThis, { __player: player });
player.start();
