// The search page: upgrades the form, which without script sends the reader to the list from A to Z.
//
// <search-page data-index data-stemmer data-lang data-words data-kinds> holds the form, `.said`
// (role=status), `.results`, `.facets` and `.browse`. `data-words` is the theme's words under
// `search:`. The query and the filters live in the address's fragment, which is never sent:
// #q=words&kind=tool&topics=setbacks. Typing replaces the address and makes no history.

(() => {
  /** @typedef {{ url: string, title: string, summary: string, kind: string, minutes: number }} Result */
  /** @typedef {{ key: string, label: string, count: number }} Value */
  /** @typedef {{ name: string, label: string, values: Value[] }} Facet */
  /** @typedef {Record<string, string[]>} Filters */
  /** @typedef {{ total: number, corrections: { typed: string, meant: string[] }[], first: Result[], results: (from: number, to: number) => Promise<Result[]>, facets: () => Promise<Facet[]> }} Answer */

  /** Results shown at once. */
  const STEP = 10;
  /** Milliseconds of rest while typing before a search. */
  const PAUSE = 80;

  /**
   * An element with attributes and children; text is only ever text.
   * @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children
   */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  class SearchPage extends HTMLElement {
    /** @type {Filters} */
    filters = {};
    /** Counts the questions, so that a late answer to an old one is dropped. */
    turn = 0;

    /** The box that the question is typed into. */
    get box() {
      return /** @type {HTMLInputElement} */ (this.querySelector("form input"));
    }

    connectedCallback() {
      /** @type {any} */
      const here = globalThis;
      this.words = JSON.parse(this.dataset.words || "{}");
      this.kinds = JSON.parse(this.dataset.kinds || "{}");
      this.index = here.waypostSearch.open(this.dataset.index || "", { stemmer: this.dataset.stemmer || "" });
      this.timer = 0;
      this.querySelector("form")?.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask(false);
      });
      this.box.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.ask(true), PAUSE);
      });
      this.box.addEventListener("focus", () => this.index.ready().catch(() => {}), { once: true });
      this.addEventListener("keydown", (event) => this.key(event));
      document.addEventListener("keydown", (event) => this.slash(event));
      addEventListener("hashchange", () => this.read());
      this.read();
    }

    /** @param {string} name */
    piece(name) {
      return /** @type {HTMLElement} */ (this.querySelector(`.${name}`));
    }

    /** Takes the query and the filters from the address: the fragment, else `?q=`. */
    read() {
      const fragment = new URLSearchParams(location.hash.slice(1));
      const query = fragment.get("q") ?? new URLSearchParams(location.search).get("q") ?? "";
      this.filters = {};
      for (const [name, key] of fragment) {
        if (name !== "q") (Object.hasOwn(this.filters, name) ? this.filters[name] : (this.filters[name] = [])).push(key);
      }
      this.box.value = query;
      this.ask(false);
    }

    /** Puts the query and the filters into the address. */
    write() {
      const fragment = new URLSearchParams();
      if (this.box.value.trim()) fragment.append("q", this.box.value);
      for (const [name, keys] of Object.entries(this.filters)) keys.forEach((key) => fragment.append(name, key));
      const state = fragment.toString();
      history.replaceState(null, "", location.pathname + (state ? `#${state}` : ""));
    }

    /** Searches and shows; an answer that a later question has overtaken is dropped. @param {boolean} typing */
    async ask(typing) {
      clearTimeout(this.timer);
      const turn = ++this.turn;
      const query = this.box.value.slice(0, 1000);
      const narrowed = Object.values(this.filters).some((keys) => keys.length);
      if (!query.trim() && !narrowed) {
        this.write();
        return this.rest("");
      }
      try {
        const answer = /** @type {Answer} */ (await this.index.search(query, STEP, { typing, filters: this.filters }));
        const facets = await answer.facets();
        if (turn !== this.turn) return;
        this.write();
        this.show(answer, facets);
      } catch {
        if (turn === this.turn) this.rest(this.words.failed);
      }
    }

    /** Shows the library itself, and why, where there is a reason. @param {string} why */
    rest(why) {
      this.piece("results").hidden = true;
      this.piece("facets").hidden = true;
      this.piece("browse").hidden = false;
      this.piece("said").textContent = why;
    }

    /** @param {Answer} answer @param {Facet[]} facets */
    show(answer, facets) {
      const form = this.words.count[new Intl.PluralRules(this.dataset.lang || "en").select(answer.total)] || this.words.count.other;
      const count = form.replace("{n}", new Intl.NumberFormat(this.dataset.lang).format(answer.total));
      const meant = answer.corrections.map((one) => one.meant[0]).join(", ");
      const said = answer.total ? count : this.words.none;
      this.piece("said").textContent = meant ? `${this.words.corrected.replace("{words}", meant)} ${said}` : said;
      const list = make("ol", { class: "entries" });
      this.add(list, answer.first);
      const results = this.piece("results");
      results.replaceChildren(make("h2", { class: "vh" }, this.words.results), list);
      if (answer.total > answer.first.length) results.append(this.more(answer, list));
      results.hidden = false;
      this.piece("browse").hidden = answer.total > 0;
      this.choices(facets);
    }

    /** @param {HTMLElement} list @param {Result[]} found */
    add(list, found) {
      for (const one of found) {
        const minutes = one.minutes ? [make("span", {}, this.words.minutes.replace("{n}", String(one.minutes)))] : [];
        const link = make("a", { href: one.url }, one.title);
        list.append(
          make(
            "li",
            { class: "entry found" },
            make("h3", {}, link),
            make("p", {}, one.summary),
            make("p", { class: "meta" }, make("span", {}, this.kinds[one.kind]?.name || one.kind), ...minutes),
          ),
        );
      }
    }

    /** A button that shows the next results and moves on to the first of them. @param {Answer} answer @param {HTMLElement} list */
    more(answer, list) {
      const button = make("button", { type: "button", class: "btn" }, this.words.more);
      button.addEventListener("click", async () => {
        const from = list.children.length;
        this.add(list, await answer.results(from, from + STEP));
        /** @type {HTMLElement | null} */ (list.children[from]?.querySelector("a"))?.focus();
        if (list.children.length >= answer.total) button.remove();
      });
      return button;
    }

    /** The filters, with how many results each would leave. @param {Facet[]} facets */
    choices(facets) {
      const place = this.piece("facets");
      const focused = place.contains(document.activeElement) ? document.activeElement?.id : "";
      place.replaceChildren(make("h2", { class: "h2" }, this.words.narrow));
      facets.forEach((facet, at) => {
        const chosen = Object.hasOwn(this.filters, facet.name) ? this.filters[facet.name] : [];
        const values = facet.values.filter((value) => value.count || chosen.includes(value.key));
        if (values.length < 2 && !chosen.length) return;
        const rows = values.map((value, row) => this.choice(facet.name, value, chosen.includes(value.key), `wp-f${at}-${row}`));
        place.append(make("fieldset", {}, make("legend", {}, facet.label), ...rows));
      });
      if (Object.keys(this.filters).length) {
        const clear = make("button", { type: "button", class: "btn" }, this.words.clear);
        clear.addEventListener("click", () => {
          this.filters = {};
          this.ask(false);
          this.box.focus();
        });
        place.append(clear);
      }
      place.hidden = place.children.length < 2;
      if (focused) document.getElementById(focused)?.focus();
    }

    /** @param {string} name @param {Value} value @param {boolean} on @param {string} id */
    choice(name, value, on, id) {
      const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id }));
      box.checked = on;
      box.addEventListener("change", () => {
        const keys = (Object.hasOwn(this.filters, name) ? this.filters[name] : []).filter((key) => key !== value.key);
        if (box.checked) keys.push(value.key);
        if (keys.length) this.filters[name] = keys;
        else delete this.filters[name];
        this.ask(false);
      });
      return make("div", {}, box, make("label", { for: id }, value.label, " ", make("span", { class: "meta" }, String(value.count))));
    }

    /** Arrow keys go through the results, Escape empties the box. @param {KeyboardEvent} event */
    key(event) {
      if (event.key === "Escape" && event.target === this.box && this.box.value) {
        event.preventDefault();
        this.box.value = "";
        this.ask(false);
      }
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      const links = [...this.querySelectorAll(".results h3 a")].map((link) => /** @type {HTMLElement} */ (link));
      const at = links.indexOf(/** @type {HTMLElement} */ (event.target));
      if (at < 0 && (event.target !== this.box || step < 0)) return;
      event.preventDefault();
      (links[at + step] || (step < 0 ? this.box : undefined))?.focus();
    }

    /** `/` goes to the box, unless the reader is writing something. @param {KeyboardEvent} event */
    slash(event) {
      const target = /** @type {HTMLElement} */ (event.target);
      const writing = target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName);
      if (event.key !== "/" || writing || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.box.focus();
    }
  }

  customElements.define("search-page", SearchPage);
})();
