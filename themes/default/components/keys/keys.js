// <key-choice>: two boxes. The first says whether single keys do something on this page; the second,
// whether this device remembers that they do not. Only then is something kept: `keys: false` in the
// site's one record. exit.js reads it and has the name of the record.

(() => {
  /** @type {{ record: string, on: boolean }} */
  const keys = /** @type {any} */ (globalThis).waypostKeys;

  /** The site's record, empty where there is none; nothing where it cannot be read. @returns {Record<string, unknown> | undefined} */
  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(keys.record) ?? "{}");
      return found instanceof Object && !Array.isArray(found) ? found : undefined;
    } catch {}
  };

  /** Keeps it, or takes it out again. What cannot be read may be the reader's words, and stays. @param {boolean} off */
  const keep = (off) => {
    const record = read();
    if (!record || (!off && record.keys === undefined)) return;
    const { keys: _, ...rest } = record;
    const more = Object.keys(rest).some((name) => name !== "v");
    try {
      if (off || more) localStorage[keys.record] = JSON.stringify({ v: 1, ...rest, ...(off && { keys: false }) });
      else localStorage.removeItem(keys.record);
    } catch {}
  };

  class KeyChoice extends HTMLElement {
    connectedCallback() {
      const [on, kept] = this.querySelectorAll("input");
      const said = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
      const show = () => {
        on.checked = keys.on;
        kept.checked = read()?.keys === false;
        /** @type {HTMLElement} */ (kept.parentElement).hidden = keys.on;
      };
      show();
      document.addEventListener("waypost-erased", show);
      this.onchange = () => {
        const wanted = !on.checked && kept.checked;
        keys.on = on.checked;
        keep(wanted);
        show();
        said.textContent = (wanted && !kept.checked && this.dataset.failed) || "";
      };
    }
  }
  customElements.define("key-choice", KeyChoice);
})();
