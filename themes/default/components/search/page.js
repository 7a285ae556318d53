// The search page up to its first results. Without script its form leads to the list from A to Z.
//
// <search-page data-index data-excerpt data-narrow data-lang data-words data-times data-kinds data-distress>
// holds the form, `.said` (what was found, for the eye), `.told` and `.helped` (role=status: the
// same for a screen reader, and that there is help), `.help-now`, `.results`, `.facets` and
// `.browse`. `data-words` is the theme's words under `search:`. What comes after the first results
// (marks, filters, keys, excerpts) is in excerpt.js and narrow.js, loaded when they are needed.
//
// The query and the filters live in the address's fragment, which is never sent:
// #q=words&kind=tool&topics=setbacks. Every change replaces the address and makes no history.

(() => {
  /** @typedef {{ url: string, title: string, summary: string, kind: string, minutes: number }} Result */
  /** @typedef {{ total: number, corrections: { typed: string, meant: string[] }[], first: Result[] }} Answer */
  /** @typedef {{ one?: string, other: string }} Forms */

  /** Results shown at once. */
  const STEP = 10;
  /** Milliseconds: of rest while typing before a search; until a search says that it is at work;
   *  until it says that it is slow; of rest before a screen reader is told. */
  const PAUSE = 80, LONG = 400, SLOW = 8000, REST = 450;

  /** @type {any} */
  const here = globalThis;

  /**
   * An element with attributes and children; text is only ever text.
   * @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children
   */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  };

  class SearchPage extends HTMLElement {
    make = make;
    /** The chosen filters: keys by name. @type {Record<string, string[]>} */
    filters = {};
    /** Counts the questions, so that a late answer to an old one is dropped. */
    turn = 0;
    /** What waits for its time, of the question; what is to be told. @type {number[]} */
    timers = [];

    /** Scripts by name. @type {Record<string, Promise<any> | undefined>} */
    loading = {};

    /** Whether the reader asks to load little: then there are no excerpts. */
    get sparing() {
      return !!(/** @type {any} */ (navigator).connection?.saveData);
    }

    /** What the question is typed into. */
    get box() {
      return /** @type {HTMLInputElement} */ (this.querySelector("[name=q]"));
    }

    connectedCallback() {
      const read = (json = "{}") => JSON.parse(json);
      const { words, kinds, distress } = this.dataset;
      this.words = read(words);
      this.kinds = read(kinds);
      this.distress = read(distress);
      const slash = /** @type {HTMLInputElement | null} */ (this.querySelector(".slash input"));
      if (slash && here.waypostKeys) slash.checked = here.waypostKeys.on;
      this.open();
      this.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask();
      });
      this.box.addEventListener("input", () => {
        this.help();
        this.later(PAUSE, () => this.ask(true));
      });
      addEventListener("hashchange", () => this.read());
      this.read();
    }

    /** Opens the index; again, where it has failed. */
    open() {
      this.index = here.waypostSearch.open(this.dataset.index, {
        sections: (/** @type {string} */ url) => this.rest().then((rest) => rest.sections(url)),
        narrow: () => this.script("narrow", "waypostNarrow"),
      });
    }

    /** What a script that is not needed at first gives, loaded once. @param {"excerpt" | "narrow"} part @param {string} name @returns {Promise<any>} */
    script(part, name) {
      return (this.loading[part] ||= new Promise((done, fail) => {
        const script = make("script", { src: this.dataset[part] || "" });
        script.onload = () => done(here[name]);
        script.onerror = () => fail((this.loading[part] = undefined));
        document.head.append(script);
      }));
    }

    /** What comes after the first results. */
    rest() {
      return this.script("excerpt", "waypostExcerpt");
    }

    /** Hands over to that script, if that is still wanted when it is there. @param {string} name @param {unknown[]} what */
    after(name, ...what) {
      const { turn } = this;
      this.rest().then((rest) => turn === this.turn && rest[name](this, ...what), () => {});
    }

    /** @param {string} name */
    piece(name) {
      return /** @type {HTMLElement} */ (this.querySelector(`.${name}`));
    }

    /** Does something after a while, and nothing else that was waiting. @param {number} [time] @param {() => void} [act] */
    later(time, act = () => {}) {
      this.timers.splice(0).forEach(clearTimeout);
      this.timers.push(setTimeout(act, time));
    }

    /** Takes the query and the filters from the address: the fragment, else `?q=`. */
    read() {
      const { hash, search } = location;
      // A jump inside the page keeps the question, where there is one.
      if (hash && !hash.includes("=")) return this.box.value.trim() || Object.keys(this.filters).length ? this.write() : undefined;
      this.filters = Object.create(null);
      this.box.value = "";
      for (const [name, value] of new URLSearchParams(hash.slice(1) || search)) {
        if (name === "q") this.box.value = value;
        else (this.filters[name] ||= []).push(value);
      }
      this.ask(false, history.state?.shown);
    }

    /** Puts the query and the filters into the address. */
    write() {
      const state = new URLSearchParams(this.box.value.trim() && { q: this.box.value });
      for (const name in this.filters) for (const key of this.filters[name]) state.append(name, key);
      try {
        history.replaceState({ shown: this.shown }, "", location.pathname + (`${state}` && `#${state}`));
      } catch {} // Some browsers allow only so many in a minute.
    }

    /** Shows the help lines when the words ask for them, before anything else. */
    help() {
      const panel = this.piece("help-now");
      const hidden = !here.waypostSearch.distress(this.distress, this.box.value, this.dataset.lang);
      if (!panel || panel.hidden === hidden) return;
      panel.hidden = hidden;
      this.piece("helped").textContent = hidden ? "" : this.words.help;
    }

    /** Searches and shows; an answer that a later question has overtaken is dropped. @param {boolean} typing @param {number} shown */
    async ask(typing = false, shown = STEP) {
      const turn = ++this.turn;
      const query = this.box.value.trim();
      const narrowed = Object.keys(this.filters).length;
      this.shown = shown;
      this.help();
      this.write();
      if (!query && !narrowed) return this.browse("");
      this.later(LONG, () => this.say(this.words.loading));
      this.timers.push(setTimeout(() => this.fail("slow"), SLOW));
      try {
        const answer = await this.index.search(this.box.value.slice(0, 1000), shown, { typing, filters: this.filters });
        if (narrowed) await this.rest();
        if (turn === this.turn) this.show(answer);
      } catch {
        if (turn === this.turn) this.fail("failed");
      }
    }

    /** A text with its number. @param {Forms} forms @param {number} n */
    count(forms, n) {
      const { lang } = this.dataset;
      return (forms[/** @type {"one"} */ (new Intl.PluralRules(lang).select(n))] || forms.other).replace("{n}", n.toLocaleString(lang));
    }

    /** Says what happened, and tells it once the reader rests. @param {string} what @param {(Node | string)[]} more */
    say(what, ...more) {
      const said = this.piece("said");
      const told = this.piece("told");
      said.replaceChildren(what && make("strong", {}, what), ...more);
      told.textContent = "";
      clearTimeout(this.telling);
      this.telling = setTimeout(() => (told.textContent = said.textContent), REST);
    }

    /** Says what went wrong, and how to go on. @param {string} why */
    fail(why) {
      const { words } = this;
      const again = make("button", { type: "button", class: "btn" }, words.again);
      again.onclick = () => {
        this.open();
        this.ask();
      };
      this.browse(words[why], " ", make("a", { href: "#wp-all" }, words.all), " ", again);
    }

    /** Shows the library itself, and why. @param {string} why @param {(Node | string)[]} more */
    browse(why, ...more) {
      this.later();
      this.piece("results").hidden = !(this.piece("browse").hidden = false);
      this.say(why, ...more);
      this.after("browse", more.length);
    }

    /** @param {Answer} answer */
    show(answer) {
      const { words } = this;
      const { corrections, first, total } = answer;
      const list = make("ol", { class: "entries" });
      const results = this.piece("results");
      const meant = corrections.map((one) => one.meant[0]).join(", ");
      this.later();
      this.add(list, first);
      results.replaceChildren(make("h2", { class: "vh" }, words.results), list);
      results.hidden = !(this.piece("browse").hidden = !!total);
      this.say(total ? this.count(words.count, total) : words.none, " ", total ? meant && words.corrected.replace("{words}", meant) : words.ways);
      this.after("show", answer, list);
    }

    /** @param {HTMLElement} list @param {Result[]} found */
    add(list, found) {
      for (const { url, title, summary, kind } of found) {
        list.append(
          make(
            "li",
            { class: "entry found" },
            make("span"),
            make("h3", {}, make("a", { href: url }, title)),
            make("p", { class: "text" }, summary),
            make("p", { class: "meta" }, make("span", {}, this.kinds[kind]?.name || kind)),
            // A place for the link to a section is kept, so that nothing moves when it comes.
            ...(this.box.value.trim() && !this.sparing ? [make("p", { class: "meta where" })] : []),
          ),
        );
      }
    }
  }

  customElements.define("search-page", SearchPage);
})();
