// The reader's patchwork, or one that somebody shared with them by the address's fragment (address.js).
//
// <my-patchwork data-shards data-say data-times data-pages>: of what stands in it, what is named for a
// state is shown (`data-when`): `empty`, `own`, `shared`, `bad` (an address that cannot be read), and
// the troubles of device/kept.js. `ol` takes the pages, each from `template.piece`, with its kind's
// mark from `template.kinds`; `.own` in it is left out of what is shared.
//
// What is kept and shared are addresses. Titles, kinds and minutes are looked up in the site's own lists
// (`entries/<n>.json`, src/outputs/entries.rs), where a page that has moved is followed. A shared
// patchwork is kept by a button alone.

(() => {
  /** @typedef {{ at: string, note?: string }} Piece */
  /** @type {any} */
  const here = globalThis;
  const { waypostKept: kept, waypostShared: shared } = here;

  class MyPatchwork extends HTMLElement {
    /** The site's lists, by number. @type {Record<number, Promise<any>>} */
    lists = {};

    connectedCallback() {
      this.say = JSON.parse(this.dataset.say || "");
      this.addEventListener("input", this);
      addEventListener("hashchange", this);
      kept.join(this);
    }

    /** @param {string} css @returns {any} */
    find(css) {
      return this.querySelector(css);
    }

    /** @param {any} event */
    handleEvent({ type, target }) {
      const li = target?.closest?.("li");
      const { at } = li?.dataset || {};
      const does = type === "click" && target.closest("button")?.dataset.does;
      if (does) this.act(does, at, li);
      else if (type === "input" && at) this.change((mine) => mine.map((piece) => (piece.at === at ? { at, note: target.value } : piece)));
      else if (type !== "click") this.show();
    }

    /** @param {(mine: Piece[]) => Piece[]} alter */
    change(alter) {
      const trouble = kept.change((/** @type {any} */ all) => (all.patchwork = alter(all.patchwork || [])));
      if (trouble) kept.show(this, trouble);
      return !trouble;
    }

    /** @param {string} does @param {string} at @param {any} li the page whose button it was: not every browser gives a pressed button focus */
    act(does, at, li) {
      const title = li?.querySelector(".t").textContent;
      const other = li?.nextElementSibling || li?.previousElementSibling;
      const { pieces } = shared.read(location.hash.slice(1)) || {};
      if (does === "print") print();
      else if (does === "copy") this.copy();
      else if (does === "remove") {
        if (!this.change((mine) => mine.filter((piece) => piece.at !== at))) return;
        (other?.querySelector("[data-does=remove]") || this.find("[data-when~=empty]")).focus();
        this.tell("removed", { title });
      } else if (li) {
        let to = 0, total = 0;
        const moved = this.change((mine) => {
          const from = mine.findIndex((piece) => piece.at === at);
          total = mine.length;
          to = Math.min(Math.max(from + (does === "later" ? 1 : -1), 0), total - 1);
          mine.splice(to, 0, ...mine.splice(from, 1));
          return mine;
        });
        if (moved) this.tell("place", { title, n: to + 1, total });
      } else if (pieces) {
        const all = (/** @type {Piece[]} */ mine) => (does === "add" ? [...mine, ...pieces] : pieces);
        if (new Set(all(kept.read().patchwork || []).map((/** @type {Piece} */ piece) => piece.at)).size > kept.PIECES) this.tell("many", {});
        else if (this.change((mine) => kept.pieces(all(mine)))) {
          history.replaceState(null, "", location.pathname);
          this.show();
          this.tell("kept", {});
        }
      }
    }

    /** @param {string} what @param {Record<string, any>} values */
    tell(what, values) {
      this.find(".told").textContent = kept.fill(this.say[what], values);
    }

    show() {
      const found = shared.read(location.hash.slice(1));
      const { trouble, patchwork: mine = [] } = kept.read();
      const pieces = found ? found.pieces || [] : mine;
      const state = found ? (pieces[0] ? "shared" : "bad") : trouble || (mine[0] ? "own" : "empty");
      kept.show(this, state);
      this.find(".left").hidden = !found?.left;
      this.find(".first").hidden = mine[0];
      this.find(".more").hidden = !mine[0];
      this.list(pieces, state === "own");
      const fragment = shared.write(mine, this.find("[name=notes]").checked);
      const site = location.protocol === "file:" ? /** @type {any} */ (document.querySelector("[property='og:url']")).content : location.href.split("#")[0];
      this.find("[name=address]").value = fragment ? `${site}#${fragment}` : "";
      this.find(".long").hidden = fragment;
    }

    /** Brings the list to what it is now, and leaves focus and what is being written where they are. @param {Piece[]} pieces @param {boolean} own */
    list(pieces, own) {
      const list = this.find("ol");
      const focus = /** @type {HTMLElement} */ (document.activeElement);
      if (list.className !== String(own)) list.replaceChildren();
      list.className = own;
      const old = new Map([...list.children].map((li) => [li.dataset.at, li]));
      let next = list.firstElementChild;
      const items = pieces.map(({ at, note = "" }) => {
        const li = old.get(at) || this.piece(at, own);
        old.delete(at);
        if (li === next) next = next.nextElementSibling;
        else list.insertBefore(li, next);
        const field = li.querySelector("textarea");
        if (field && field !== focus) field.value = note;
        li.querySelector(".note").textContent = note;
        const count = li.querySelector(".count");
        if (count) count.textContent = count.dataset.form.replace("{n}", note.length);
        return li;
      });
      for (const li of old.values()) li.remove();
      if (focus?.isConnected && focus !== document.activeElement) focus.focus();
      Promise.all(items.map((li) => li.there)).then((minutes) => {
        const time = kept.time(minutes.reduce((sum, one) => sum + one, 0), this.dataset.times);
        this.find(".sum").textContent = kept.fill(this.say.sum, { pages: kept.count(JSON.parse(this.dataset.pages || ""), pieces.length), time });
      });
    }

    /** @param {string} at @param {boolean} own */
    piece(at, own) {
      const li = this.find("template.piece").content.firstElementChild.cloneNode(true);
      if (!own) for (const part of li.querySelectorAll(".own")) part.remove();
      li.dataset.at = at;
      /** Its minutes, once it is looked up. */
      li.there = this.look(at).then(
        (/** @type {any} */ found) => this.fill(li, found, "gone"),
        () => this.fill(li, undefined, "unknown"),
      );
      return li;
    }

    /** @param {any} li @param {any} found @param {string} otherwise */
    fill(li, found, otherwise) {
      const [title, kind, minutes, lang] = found?.row || [this.say[otherwise], "", 0, ""];
      for (const part of li.querySelectorAll(".t")) part.textContent = title;
      if (!found) return 0;
      const link = Object.assign(document.createElement("a"), { href: found.url, textContent: title, lang });
      li.querySelector("h3").replaceChildren(link);
      link.className = "t";
      const mark = this.find("template.kinds").content.querySelector(`[data-kind="${CSS.escape(kind)}"]`);
      const time = Object.assign(document.createElement("span"), { textContent: minutes ? kept.time(minutes, this.dataset.times) : "" });
      li.querySelector(".meta").replaceChildren(mark?.cloneNode(true) || "", " ", time);
      return minutes;
    }

    /** What the site has at an address, or where that moved. @param {string} at @param {number} most @returns {Promise<any>} */
    async look(at, most = 3) {
      let hash = 0x811c9dc5;
      for (const byte of new TextEncoder().encode(at)) hash = Math.imul(hash ^ byte, 0x01000193);
      const n = hash & (Number(this.dataset.shards) - 1);
      const list = await (this.lists[n] ||= here.waypostJson(new URL(`entries/${n}.json`, kept.root).href).catch((/** @type {any} */ why) => {
        delete this.lists[n];
        throw why;
      }));
      const row = Object.hasOwn(list, at) && list[at];
      if (typeof row === "string" && most) return this.look(row, most - 1);
      const url = new URL(at.slice(1).split("/").map(encodeURIComponent).join("/"), kept.root);
      if (url.protocol === "file:") url.pathname += "index.html";
      return Array.isArray(row) && { row, url };
    }

    copy() {
      const field = this.find("[name=address]");
      field.select();
      Promise.resolve(navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.reject()).then(
        () => this.tell("copied", {}),
        () => this.tell("copy_by_hand", {}),
      );
    }
  }
  customElements.define("my-patchwork", MyPatchwork);
})();
