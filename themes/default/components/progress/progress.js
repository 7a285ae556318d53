// A reader's place on a pathway, kept on this device once they have chosen so (device/kept.js).
//
// <keep-place data-on data-steps data-was data-here data-at data-say data-times data-total hidden>: what
// the view calls progress, and on a step's page the step's number and the page's route; all of it is
// JSON, since an address by itself is made another in a portable copy. Of what
// stands in it, what is named for a state is shown (`data-when`): `offer`, then on the pathway's page
// `kept`, on a step's `open` or `done`, and `trouble`. Buttons say what they do (`data-does`), `.said`
// is what there is of progress and left, `.told` says it aloud. Of all that has a step's number
// (`data-step` in list, map and strip; `data-stage` on a large map), what is done has the class `done`,
// the next one `next`; on the pathway's page boxes in the list stand for what is done.
//
// A step is done when one of its options is. Optional steps are counted, and never the next one.

(() => {
  /** Routes of the options, minutes, whether it may be left out, stage. @typedef {[string[], number, number, number]} Step */
  /** @type {any} */
  const kept = /** @type {any} */ (globalThis).waypostKept;
  /** All of a sort in the document. @param {string} css @returns {Iterable<any>} */
  const all = (css) => document.querySelectorAll(css);

  class KeepPlace extends HTMLElement {
    connectedCallback() {
      const { here, ...data } = this.dataset;
      const read = (/** @type {string} */ name) => JSON.parse(data[name] || "0");
      const on = read("on");
      this.at = read("at");
      /** @type {Step[]} */
      this.steps = read("steps");
      this.was = read("was");
      this.say = read("say");
      /** The pathway's routes, the one it has now first. */
      this.ways = [on, ...Object.keys(this.was).filter((old) => this.was[old] === on)];
      this.here = Number(here);
      kept.join(this);
      if (!here) for (const list of all(".route")) list.addEventListener("change", this);
    }

    /** @param {any} event */
    handleEvent({ type, target }) {
      if (type === "waypost-kept") return this.show();
      const step = this.steps?.[Number(this.here) - 1];
      const options = step ? step[0] : [target.value];
      const own = options.find((route) => route === this.at) || options[0];
      const does = type === "change" ? target.checked && "tick" : target.closest?.("button")?.dataset.does;
      if (does === "erase") this.tell(kept.change((/** @type {any} */ kept) => delete kept.done), this.say.erased);
      else if (does !== undefined)
        this.change((done) => {
          if (does === "tick") done.add(own);
          else if (does !== "keep") for (const route of options) done.delete(route);
        });
    }

    /** Routes of what is done. @param {any} kept */
    done(kept) {
      const found = (this.ways || []).flatMap((way) => kept.done?.[way] || []);
      return new Set(found.map((route) => this.was[route] || route));
    }

    /** @param {(done: Set<string>) => void} alter */
    change(alter) {
      const trouble = kept.change((/** @type {any} */ kept) => {
        const done = this.done(kept);
        alter(done);
        kept.done ||= {};
        for (const way of this.ways || []) delete kept.done[way];
        kept.done[this.ways?.[0]] = [...done];
      });
      this.tell(trouble, this.said?.textContent);
    }

    /** @param {string} trouble @param {any} words */
    tell(trouble, words) {
      if (trouble) kept.show(this, "trouble");
      /** @type {HTMLElement} */ (this.querySelector(".told")).textContent = trouble ? "" : words;
    }

    /** @returns {HTMLElement | null} */
    get said() {
      return this.querySelector(".said");
    }

    show() {
      const { steps = [], say, here = 0 } = this;
      const now = kept.read();
      const done = this.done(now);
      const is = steps.map(([options]) => options.some((route) => done.has(route)));
      const open = steps.filter((_, at) => !is[at]);
      const more = open.filter((step) => step[2]);
      const next = steps.findIndex((step, at) => !is[at] && !step[2]);
      const form = next < 0 ? (more[0] ? "rest" : "all") : more[0] ? "more" : "left";
      const [time, rest] = [open, more].map((some) => kept.time(some.reduce((sum, step) => sum + step[1], 0), this.dataset.times));
      if (this.said) this.said.textContent = kept.fill(say.done + say[form], { n: steps.length - open.length, steps: this.dataset.total, time, more: rest });
      kept.show(this, !now.done ? "offer" : !here ? "kept" : is[here - 1] ? "done" : "open");

      const within = here ? `[data-way="${CSS.escape(String(this.dataset.on))}"]` : ":is(.route, .map)";
      for (const stop of all(`${within} :is([data-step], [data-stage])`)) {
        const { step, stage } = stop.dataset;
        const at = parseInt(step) - 1;
        const option = /[a-z]/.exec(step) && steps[at]?.[0][parseInt(step.at(-1), 36) - 10];
        const filled = stage ? steps.every((one, of) => one[3] != stage || is[of]) : option ? done.has(option) : is[at];
        stop.classList.toggle("done", !!now.done && filled);
        stop.classList.toggle("next", !!now.done && (stage ? steps[next]?.[3] == stage : at === next && !option));
      }
      if (!here) this.way(done, now.done ? next : 0, !!now.done);
    }

    /** On the pathway's page: boxes to tick, the yellow sign, and the flag on the map. @param {Set<string>} done @param {number} next @param {boolean} chosen */
    way(done, next, chosen) {
      for (const box of all(".route input")) {
        box.checked = done.has(box.value);
        box.parentElement.hidden = !chosen;
      }
      const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(`.route [data-step="${next + 1}"] a`));
      for (const sign of all(".head .sign")) {
        const [words, time] = sign.children;
        sign.href = link?.href || "#wp-out";
        sign.lang = link?.lang || document.documentElement.lang;
        words.textContent = kept.fill(this.say[!link ? "out" : next ? "go" : "start"], { n: next + 1, title: link?.textContent });
        if (time) time.textContent = link ? kept.fill(this.say.short, { n: this.steps?.[next][1] }) : "";
      }
      for (const flag of all(".map .flag")) {
        const sheet = flag.closest("svg");
        const at = sheet.querySelector(`.next, [data-step="${next + 1}a"]`)?.getAttribute("transform");
        flag.classList.toggle("on", chosen && !!at);
        if (!at) continue;
        flag.setAttribute("transform", at);
        flag.classList.toggle("back", parseFloat(at.slice(10)) + Number(flag.dataset.width) > sheet.viewBox.baseVal.width);
      }
    }
  }
  customElements.define("keep-place", KeepPlace);
})();
