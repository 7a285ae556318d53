// <key-choice>: two boxes. The first says whether single keys do something on this page; the second,
// whether this device remembers that they do not. Only then is something kept: `keys: false` among
// what the reader keeps (device/kept.js), where exit.js reads it.

(() => {
  /** @type {any} */
  const here = globalThis;
  /** @type {{ on: boolean }} */
  const keys = here.waypostKeys;
  const kept = here.waypostKept;

  class KeyChoice extends HTMLElement {
    connectedCallback() {
      const [on, off] = this.querySelectorAll("input");
      const said = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
      const remembers = () => kept.read().keys === false;
      const show = () => {
        on.checked = keys.on;
        off.checked = remembers();
        /** @type {HTMLElement} */ (off.parentElement).hidden = keys.on;
      };
      show();
      document.addEventListener("waypost-kept", show);
      this.onchange = () => {
        keys.on = on.checked;
        const wanted = !keys.on && off.checked;
        const alter = (/** @type {any} */ all) => (wanted ? (all.keys = false) : delete all.keys);
        const trouble = wanted !== remembers() && kept.change(alter);
        show();
        said.textContent = (trouble && this.dataset.failed) || "";
      };
    }
  }
  customElements.define("key-choice", KeyChoice);
})();
