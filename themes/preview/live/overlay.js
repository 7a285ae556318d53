// The preview's own button and panel: <waypost-preview>, beside <body>, so that no change of the page
// reaches it, and in a shadow root, so that no style does.
//
// The element itself stands in the flow below the page and is as high as the panel: the end of the
// page can be scrolled above it.

(() => {
  const live = waypostLive;
  const { make } = live;
  /** Milliseconds that a word on what was just done stays. */
  const SAID = 5000;
  const SHAPES = /** @type {Record<string, string>} */ ({
    well: "M3 8.5 6.5 12 13 4.5",
    warning: "M8 2.5 14.5 13.5H1.5ZM8 6.5v3M8 11.6v.1",
    error: "M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5ZM5.5 5.5l5 5M10.5 5.5l-5 5",
    kept: "M3 3v4h4M3.2 7A5.5 5.5 0 1 1 3 10.5",
    gone: "M2 2l12 12M8 12.9v.1M4.5 9.5a5 5 0 0 1 4-1.5M2 6.500A9 9 0 0 1 5 4.700M8 4a9 9 0 0 1 6 2.5",
  });

  /** @param {number} n @param {string} word */
  const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  const host = make("waypost-preview");
  const root = host.attachShadow({ mode: "open" });

  const icon = make("path", { fill: "none", stroke: "currentColor", "stroke-width": "1.75", "stroke-linecap": "round", "stroke-linejoin": "round" });
  const label = make("span", {}, "Preview");
  const toggle = make("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-controls": "panel" }, make("svg", { viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" }, icon), label);
  const title = make("h2", {}, "Preview");
  const pick = make("button", { type: "button", class: "pick", "aria-pressed": "false" }, "Click opens source");
  const close = make("button", { type: "button", class: "close" }, "Hide");
  const notices = make("div", { class: "notices" });
  const list = make("div", { class: "list" });
  const tip = make("p", { class: "tip" }, "Double-click a paragraph to open its source; in links and code, hold Alt as well.");
  const scroller = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "What is to be mended" }, notices, list, tip);
  const links = make("p", { class: "row" }, make("a", { href: "/_waypost/desk/" }, "Desk"), make("a", { href: "/_waypost/handbook/" }, "Handbook"), pick);
  const panel = make("div", { class: "panel", id: "panel", hidden: "" }, make("div", { class: "top" }, title, links, close), scroller);
  const told = make("p", { class: "told", role: "status" });
  const heard = make("p", { class: "vh", role: "status" });
  const frame = make("aside", { class: "frame", lang: "en", "aria-label": "Preview", hidden: "" }, toggle, panel, told, heard);
  const sheet = make("link", { rel: "stylesheet", href: "/_waypost/overlay.css" });
  sheet.onload = sheet.onerror = () => {
    frame.hidden = false;
    fit();
  };
  root.append(sheet, frame);

  /** @type {State | undefined} */
  let state;
  /** @type {Messages | null} */
  let messages = null;
  let gone = false;
  /** @type {string | null} */
  let kept = null;
  /** Whether it has opened by itself, and may close so. */
  let itself = !!live.recall("itself");
  let clearing = 0;

  /** Pixels at the foot of the window. */
  const room = () => (panel.hidden || frame.hidden ? 0 : innerHeight - panel.getBoundingClientRect().top);

  const fit = () => {
    host.style.blockSize = panel.hidden ? "" : `${Math.ceil(room()) + 1}px`;
  };

  /** @param {boolean} open @param {boolean} [alone] by itself */
  const show = (open, alone = false) => {
    itself = open && alone;
    live.remember("itself", itself);
    live.remember("open", open);
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", `${open}`);
    fit();
  };

  const hide = () => {
    const inside = panel.contains(root.activeElement);
    show(false);
    if (inside) toggle.focus();
  };

  /** What the button says, worst first. @returns {{ shape: string, text: string }} */
  const summary = () => {
    const { errors, warnings, broken } = messages && state ? { ...state, errors: messages.errors, warnings: messages.warnings } : state || { errors: 0, warnings: 0, broken: null };
    const parts = [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean).join(", ");
    if (gone) return { shape: "gone", text: "Server stopped" };
    if (kept || broken) return { shape: "kept", text: ["Last good version", parts].filter(Boolean).join(", ") };
    if (!state) return { shape: "well", text: "Preview" };
    return { shape: errors ? "error" : warnings ? "warning" : "well", text: parts || "All well" };
  };

  const draw = () => {
    const { shape, text } = summary();
    icon.setAttribute("d", SHAPES[shape]);
    toggle.dataset.state = shape;
    if (label.textContent !== text) {
      label.textContent = text;
      toggle.setAttribute("aria-label", `Preview: ${text}`);
      if (state || gone) say(gone ? "The preview's server has stopped." : text, true);
    }
    title.textContent = text;
    const lines = [
      gone && "The preview’s server has stopped. This page stays as it is; start `waypost serve` again and it goes on.",
      state?.broken && `The whole site stays as it last was. ${state.broken}`,
      kept && `This page is its last good version: ${kept} cannot be read now.`,
    ];
    notices.replaceChildren(...lines.filter((line) => !!line).map((line) => make("p", { dir: "auto" }, ...live.prose(`${line}`))));
  };

  /** What one remembers a message by: lines move while one writes. @param {Message} message */
  const key = ({ code, file, message }) => `${code} ${file} ${message}`;

  /** Opens for what is new; what was hidden once stays hidden. */
  const alert = () => {
    const now = (messages?.items || []).filter(({ severity }) => severity === "error").map(key);
    if (state?.broken) now.push(state.broken);
    const known = /** @type {string[]} */ (live.recall("known") || []);
    live.remember("known", now);
    if (now.some((one) => !known.includes(one))) show(true, !!panel.hidden || itself);
    else if (!now.length && itself) show(false);
  };

  const fill = () => {
    const items = messages?.items || [];
    const here = (/** @type {Message} */ message) => message.page === location.pathname || message.file === kept;
    const [first, others] = [items.filter(here), items.filter((message) => !here(message))];
    /** @param {string} id @param {string} name @param {Message[]} some */
    const part = (id, name, some) => (some.length ? [make("h3", { id }, name), make("ol", { "aria-labelledby": id }, ...some.map(live.message))] : []);
    const now = make("div", { class: "list" }, ...part("here", "On this page", first), ...part("others", first.length ? "On other pages" : "In the library", others));
    if (messages?.more) now.append(make("p", {}, "And ", make("a", { href: "/_waypost/desk/" }, `${messages.more} more on the desk`), "."));
    if (messages?.notes) now.append(make("p", {}, make("a", { href: "/_waypost/desk/" }, count(messages.notes, "note")), " on the desk."));
    if (!items.length) now.prepend(make("p", {}, "Nothing to mend."));
    renew(now);
  };

  /** Messages that stay keep their nodes: what is read or has focus is not torn away. @param {HTMLElement} now */
  const renew = (now) => {
    // Taking a node out takes its focus.
    const focused = /** @type {HTMLElement | null} */ (list.contains(root.activeElement) ? root.activeElement : null);
    const old = new Map([...list.querySelectorAll("li")].map((item) => [item.id, item]));
    for (const item of now.querySelectorAll("li")) {
      const same = old.get(item.id);
      if (same?.isEqualNode(item)) item.replaceWith(same);
    }
    const { scrollTop } = scroller;
    list.replaceChildren(...now.childNodes);
    scroller.scrollTop = scrollTop;
    if (focused) (focused.isConnected ? focused : scroller).focus({ preventScroll: true });
    fit();
  };

  /** @param {string} text @param {boolean} [quiet] */
  const say = (text, quiet) => {
    (quiet ? heard : told).textContent = text;
    clearTimeout(clearing);
    clearing = setTimeout(() => (told.textContent = heard.textContent = ""), SAID);
  };

  toggle.addEventListener("click", () => (panel.hidden ? show(true) : hide()));
  close.addEventListener("click", hide);
  pick.addEventListener("click", () => live.pick(pick.getAttribute("aria-pressed") !== "true"));

  // Escape belongs to the page first: to what it handles itself and to a field that has words in it.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || panel.hidden) return;
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.value || field.isContentEditable || document.querySelector("dialog[open]")) return;
    hide();
  });
  addEventListener("resize", fit);
  new ResizeObserver(fit).observe(panel);

  live.overlay = {
    host,
    say,
    state(now) {
      state = now;
      draw();
    },
    gone(now) {
      const back = gone && !now;
      gone = now;
      draw();
      if (back) say("The preview is back.");
    },
    kept(file) {
      kept = file;
      draw();
      if (messages) fill();
    },
    messages(now) {
      messages = now;
      draw();
      fill();
      alert();
    },
    picking(on) {
      pick.setAttribute("aria-pressed", `${on}`);
    },
    room,
  };

  draw();
  fill();
  if (live.recall("open")) show(true, itself);
  document.documentElement.append(host);
})();
