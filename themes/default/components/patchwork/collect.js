// <collect-page data-at data-was hidden> (routes, as JSON): takes the page into the reader's patchwork, after a clear choice
// (device/kept.js). Of what stands in it, what is named for a state is shown (`data-when`): `out`,
// `ask`, `in`, `many`, `trouble`.

(() => {
  /** @type {any} */
  const kept = /** @type {any} */ (globalThis).waypostKept;

  class CollectPage extends HTMLElement {
    connectedCallback() {
      const { at = "", was = "[]" } = this.dataset;
      this.at = JSON.parse(at);
      const routes = [this.at, ...JSON.parse(was)];
      /** Whether a page is this one, here or where it once was. @param {any} piece */
      this.is = (piece) => routes.includes(piece.at);
      kept.join(this);
    }

    /** @param {any} event */
    handleEvent({ target }) {
      const does = target?.closest?.("button")?.dataset.does;
      const { patchwork } = kept.read();
      let state = patchwork?.some(this.is) ? "in" : "out";
      if (does === "add" && !patchwork) state = "ask";
      else if (does === "add" && patchwork.length >= kept.PIECES) state = "many";
      else if (does && does !== "no") {
        const { is } = this;
        const alter = (/** @type {any} */ all) => {
          all.patchwork = (all.patchwork || []).filter((/** @type {any} */ piece) => !is?.(piece));
          if (does !== "remove") all.patchwork.push({ at: this.at });
        };
        if (!kept.change(alter)) return;
        state = "trouble";
      } else if (target?.closest && !does) return;
      kept.show(this, state);
    }
  }
  customElements.define("collect-page", CollectPage);
})();
