// One message as a piece of the panel. All of it is text of others: it is only ever set as text.

(() => {
  const { make } = waypostLive;
  const live = waypostLive;
  const KINDS = /** @type {Record<string, string>} */ ({ error: "Error", warning: "Warning", note: "Note" });

  live.prose = (text) => text.split(/(`[^`]+`)/).map((part) => (/^`[^`]+`$/.test(part) ? make("code", {}, part.slice(1, -1)) : part));

  /** @param {Line[] | undefined} lines */
  const excerpt = (lines) => {
    if (!lines?.length) return "";
    const rows = lines.map(({ line, text, from, to }) => {
      const end = Math.max(from, Math.min(to, text.length));
      const parts = end > from ? [text.slice(0, from), make("mark", {}, text.slice(from, end)), text.slice(end)] : [text];
      return make("span", { class: "line" }, make("span", { class: "number", "aria-hidden": "true" }, `${line}`), make("span", { dir: "auto" }, ...parts), "\n");
    });
    return make("pre", {}, make("code", {}, ...rows));
  };

  /** A link into the editor, or a button that copies the place. @param {{ file: string, line: number, open?: string | null }} place */
  const place = ({ file, line, open }) => {
    const where = make("bdi", {}, `${file}:${line}`);
    const act = open ? make("a", { href: "#" }, "Open ", where) : make("button", { type: "button", class: "plain" }, "Copy ", where);
    act.addEventListener("click", (event) => {
      event.preventDefault();
      live.source.go(file, line, open);
    });
    return act;
  };

  live.message = (message) => {
    const { code, severity, file, line, help, page } = message;
    const kind = Object.hasOwn(KINDS, severity) ? severity : "note";
    const links = make("p", { class: "where" }, place(message));
    if (page && /^\/(?!\/)/.test(page) && page !== location.pathname) links.append(" ", make("a", { href: page }, "See its page"));
    const item = make("li", { class: kind }, make("p", { class: "head" }, make("strong", {}, KINDS[kind]), " ", make("code", {}, code)), make("p", { class: "what", dir: "auto" }, ...live.prose(message.message)), links, excerpt(message.excerpt));
    for (const label of message.labels || []) {
      item.append(make("div", { class: "label" }, make("p", { dir: "auto" }, ...live.prose(label.message)), make("p", { class: "where" }, place(label)), excerpt(label.excerpt)));
    }
    if (help) item.append(make("p", { class: "help", dir: "auto" }, make("strong", {}, "Help: "), ...live.prose(help)));
    // Messages keep their place (and focus in them) while others come and go.
    item.id = `m-${[code, file, line, message.column].join("-").replace(/[^\w-]+/g, "_")}`;
    return item;
  };
})();
