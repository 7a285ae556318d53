// Opening the source of what is on the page: by a double click, or by one click while that is switched on.

(() => {
  const live = waypostLive;
  /** Milliseconds after a double click in which a third click or a drag shows that words are selected. */
  const REST = 320;
  const FIELDS = "input, textarea, select, option, [contenteditable]:not([contenteditable=false]), audio, video";
  /** Where a double click has a meaning of its own. */
  const BUSY = `a, button, summary, label, pre, code, kbd, ${FIELDS}`;

  /** The block that an element is in. @param {EventTarget | null} target */
  const block = (target) => {
    let at = target instanceof Element ? target : null;
    while (at && (live.inline(at) || at instanceof SVGElement) && at.parentElement) at = at.parentElement;
    return at && at !== document.body && at !== document.documentElement && !live.overlay.host.contains(at) ? at : null;
  };

  /** @param {Element} element @param {boolean} aloud whether to say that there is nothing */
  const open = async (element, aloud) => {
    const source = await live.source.load();
    const found = source && live.source.find(source, element);
    if (source && found) return live.source.go(source.file, found.line, live.source.address(source, found.line));
    if (aloud) live.overlay.say(source ? "This part of the page comes from the theme." : "This page has no source file of its own.");
  };

  let waiting = 0;

  document.addEventListener("dblclick", (event) => {
    if (on || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    if (event.target.closest(event.altKey ? FIELDS : BUSY)) return;
    const element = block(event.target);
    if (!element) return;
    // The word is selected as always. More than a word is selected to be copied, not to be opened.
    waiting = setTimeout(() => /\S\s+\S/.test(`${getSelection()}`) || open(element, event.altKey), REST);
  });
  document.addEventListener("mousedown", () => clearTimeout(waiting), true);

  // ---- One click

  let on = false;
  /** @type {Element | null} */
  let shown = null;
  const cursor = new CSSStyleSheet();
  cursor.replaceSync("* { cursor: crosshair !important }");

  /** @param {Element | null} element */
  const outline = (element) => {
    if (element === shown) return;
    shown = element;
    live.show.outline(element);
  };

  /** @param {Event} event */
  const over = (event) => {
    // Who goes to the button with the keys goes on from where they were.
    if (event.type !== "focusin" || event.target !== live.overlay.host) outline(block(event.target));
  };

  /** @param {MouseEvent} event */
  const click = (event) => {
    // Keys go on to follow links and press buttons.
    if (!event.detail || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const element = block(event.target);
    if (!element || (event.target instanceof Element && event.target.closest(FIELDS))) return;
    event.preventDefault();
    event.stopPropagation();
    open(element, true);
  };

  /** From the button, the arrow keys go from block to block. @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      return live.pick(false);
    }
    const from = event.composedPath()[0];
    if (!(from instanceof Element) || !from.matches(".pick") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && shown) {
      event.preventDefault();
      open(shown, true);
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    walk(step);
  };

  /** @param {number} step */
  const walk = async (step) => {
    const source = await live.source.load();
    if (!source) return live.overlay.say("This page has no source file of its own.");
    const all = [...live.source.match(source).keys()].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const next = all[Math.max(0, Math.min(all.length - 1, (shown ? all.indexOf(shown) : step > 0 ? -1 : all.length) + step))];
    if (!next) return;
    outline(next);
    next.scrollIntoView({ block: "center", behavior: "instant" });
    live.overlay.say((next.textContent || "").trim().slice(0, 120), true);
  };

  live.pick = (now) => {
    if (now === on) return;
    on = now;
    live.overlay.picking(on);
    const change = on ? /** @type {"addEventListener"} */ ("addEventListener") : /** @type {"addEventListener"} */ ("removeEventListener");
    document[change]("mouseover", over, true);
    document[change]("focusin", over, true);
    document[change]("click", /** @type {EventListener} */ (click), true);
    window[change]("keydown", /** @type {EventListener} */ (key), true);
    document.adoptedStyleSheets = on ? [...document.adoptedStyleSheets, cursor] : document.adoptedStyleSheets.filter((sheet) => sheet !== cursor);
    outline(null);
    live.overlay.say(on ? "Click a block, or use the arrow keys and Enter. Escape ends it." : "Clicks work as always.");
  };
})();
