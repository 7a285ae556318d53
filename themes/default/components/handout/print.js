// A button that prints, where there is script to do it.
customElements.define(
  "print-page",
  class extends HTMLElement {
    connectedCallback() {
      const button = this.querySelector("button");
      if (!button) return;
      button.hidden = false;
      button.addEventListener("click", () => window.print());
      this.querySelector("p")?.remove();
    }
  },
);
