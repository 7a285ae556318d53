// The button that erases everything this site keeps on the device: <erase-device data-words>. What
// stands in its template is shown where there is script: a button, then a question with two answers,
// and a line that says what came of it. Needs erase.js.

(() => {
  class EraseDevice extends HTMLElement {
    connectedCallback() {
      if (this.querySelector("button")) return;
      const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
      this.append(content.cloneNode(true));
      this.addEventListener("click", ({ target }) => {
        const does = /** @type {HTMLElement} */ (target).closest("button")?.dataset.does;
        if (does === "erase") this.erase();
        else if (does) this.ask(does === "ask");
      });
    }

    /** @param {string} css @returns {HTMLElement} */
    find(css) {
      return /** @type {HTMLElement} */ (this.querySelector(css));
    }

    /** Asks, or goes back to the button. @param {boolean} whether */
    ask(whether) {
      this.find(".sure").hidden = !whether;
      this.find("[data-does=ask]").hidden = whether;
      this.find(".told").textContent = "";
      this.find(`[data-does=${whether ? "no" : "ask"}]`).focus();
    }

    async erase() {
      /** @type {any} */
      const here = globalThis;
      const done = await here.waypostErase().then(() => "done", () => "failed");
      this.ask(false);
      this.find(".told").textContent = this.dataset[done] || "";
    }
  }
  customElements.define("erase-device", EraseDevice);
})();
