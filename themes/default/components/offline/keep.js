// Keeping pages on the device: <keep-offline data-keep data-words hidden>. `data-keep` is the address
// of a keep.json (src/outputs/keep.rs); with `data-whole` it is a whole library's, and its size is
// said before. The element shows itself where a worker can be had: not from a folder, not over an
// insecure connection, not without script.
//
// Nothing is stored, and no worker registered, before the button is pressed. What is kept is listed, each
// with a button that removes it; with the last one the worker goes too. Everything is read from the
// caches that the worker fills (worker.js).

(() => {
  const root = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const head = `waypost ${root.pathname} `;

  /** @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  };

  /** The worker of this site, not of one around it. */
  const registered = async () => {
    const found = await navigator.serviceWorker.getRegistration(root.href);
    return found?.scope === root.href ? found : undefined;
  };

  /** What is kept whole, in the order of keeping. */
  const copies = async () => {
    const found = [];
    for (const name of await caches.keys()) {
      const list = name.startsWith(head) && name.slice(head.length).split(" ")[0];
      const mark = list && (await caches.match(new URL(`./${list}`, root), { cacheName: name }));
      if (mark) found.push({ name, list, what: await mark.json() });
    }
    return found;
  };

  /** What a list says before its files: as long as the library, they are not loaded. @param {string} list */
  const size = async (list) => {
    const { ok, body } = await fetch(list);
    const chunks = ok && body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "", files = -1;
    while (chunks && files < 0) {
      const { value, done } = await chunks.read();
      if (done) break;
      files = (text += value).indexOf(',"files":');
    }
    if (chunks) chunks.cancel();
    return JSON.parse(`${text.slice(0, files)}}`);
  };

  /** The worker of the site as it is now, at work. */
  const worker = async () => {
    const registration = await navigator.serviceWorker.register(new URL("worker.js", root), { scope: root.pathname, updateViaCache: "none" });
    // One from an older publish may not know what is asked of it.
    await registration.update();
    const newest = /** @type {ServiceWorker} */ (registration.installing || registration.waiting || registration.active);
    await new Promise((done, fail) => {
      const look = () => (newest.state === "activated" ? done(0) : newest.state === "redundant" && fail(Error("redundant")));
      newest.onstatechange = look;
      look();
    });
    return newest;
  };

  class KeepOffline extends HTMLElement {
    async connectedCallback() {
      if (this.words || !navigator.serviceWorker || !globalThis.caches || !isSecureContext || location.protocol === "file:") return;
      this.words = JSON.parse(this.dataset.words || "{}");
      const { keep = "", whole } = this.dataset;
      this.list = new URL(keep, root).href.slice(root.href.length);
      this.button = make("button", { type: "button", class: "btn" }, whole === undefined ? this.words.pathway : "");
      this.told = make("p", { role: "status" });
      this.shown = make("div", { class: "kept" });
      // It belongs to a preview, which changes under the reader's eyes.
      if (document.querySelector('script[src^="/_waypost/"]')) {
        this.append(make("p", {}, this.words.preview));
        this.hidden = false;
        return;
      }
      this.append(make("p", {}, this.button), make("p", { class: "small" }, this.words.who), this.told);
      // Where there is no network, what can be read comes first.
      if (whole === undefined) this.append(this.shown);
      else this.prepend(this.shown);
      this.button.onclick = () => this.keep();
      document.addEventListener("waypost-erased", () => this.show());
      this.hidden = false;
      await this.show();
      if (whole !== undefined) {
        const what = await size(keep).catch(() => undefined);
        this.button.textContent = what ? this.fill("library", what) : "";
        await this.show();
      }
    }

    /** A text with its number of pages and size. @param {string} key @param {any} what */
    fill(key, { pages = 0, bytes = 0, ...values }) {
      const { lang } = document.documentElement;
      const size = new Intl.NumberFormat(lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(Math.max(bytes / 1e6, 0.1));
      const all = /** @type {Record<string, string>} */ ({ n: pages.toLocaleString(lang), size, ...values });
      return this.words[key].replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => all[name]);
    }

    /** @param {string} key @param {any} [what] */
    tell(key, what = {}) {
      /** @type {HTMLElement} */ (this.told).textContent = this.fill(key, what);
    }

    async keep() {
      const button = /** @type {HTMLButtonElement} */ (this.button);
      button.disabled = true;
      try {
        const { port1, port2 } = new MessageChannel();
        (await worker()).postMessage({ keep: this.list }, [port2]);
        const end = await new Promise((done) => {
          port1.onmessage = ({ data }) => (data.all ? this.tell("working", { n: data.done, all: data.all }) : done(data));
        });
        port1.close(); // A file that was on its way when another failed still tells that it came.
        this.tell(end.kept ? "done" : end.failed === "gone" ? "gone_now" : end.failed);
      } catch {
        this.tell("failed");
      }
      button.disabled = false;
      await this.show();
      this.tidy();
    }

    /** Ends the worker when nothing is kept. */
    async tidy() {
      if (!(await copies()).length) (await registered())?.unregister();
    }

    /** Lists what is kept. */
    async show() {
      const all = await copies();
      const rows = all.map(({ name, what }) => {
        const remove = make("button", { type: "button", class: "btn" }, this.words.remove, make("span", { class: "vh" }, ` ${what.title}`));
        remove.onclick = async () => {
          await caches.delete(name);
          await this.show();
          this.tell("removed", what);
          this.tidy();
        };
        return make("li", {}, make("a", { href: new URL(`./${what.page}`, root).href, lang: what.lang }, what.title), ` (${this.fill("size", what)}) `, remove);
      });
      const { shown, button, list } = this;
      if (!shown || !button) return;
      shown.replaceChildren(...(rows.length ? [make("h3", {}, this.words.kept), make("ul", { class: "plain" }, ...rows)] : []));
      button.hidden = !button.textContent || all.some((one) => one.list === list);
      // The library may have let go of what is kept.
      if (navigator.onLine) all.forEach(async ({ list }, at) => {
        const response = await fetch(new URL(`./${list}`, root), { method: "HEAD" }).catch(() => undefined);
        if (response && [404, 410].includes(response.status)) rows[at].append(make("p", {}, this.words.gone));
      });
    }
  }
  customElements.define("keep-offline", KeepOffline);
})();
