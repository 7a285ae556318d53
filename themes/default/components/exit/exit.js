// Leaving in a hurry. Every link of the class `leaves` is an ordinary link; this makes it cover the
// page at once and lead away in its place, so that Back does not return to it. Shift three times,
// alone, within five seconds of the first time, does the same, unless that is turned off.
//
// <quick-exit data-words data-erase> holds such a link, `.marks` and a role=status. `data-words` is
// the theme's words under `exit:`. Nothing is held on to: the preview may put new elements there.

(() => {
  /** Milliseconds: for three presses; until leaving may be tried again; that erasing may take. */
  const TIME = 5000, AGAIN = 2000, INSTANT = 150;
  /** @type {any} */
  const here = globalThis;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const record = "waypost " + new URL("..", script.src).pathname;

  /** Whether keys alone do something: here and in search. What is read is kept by keys.js through device/kept.js, if ever. */
  const allowed = () => {
    try {
      return JSON.parse(localStorage[record]).keys !== false;
    } catch {
      return true;
    }
  };
  const keys = (here.waypostKeys = { on: allowed() });

  /** Presses so far; whether Shift is down and nothing else has happened since. */
  let count = 0, alone = false;
  let timer = 0, since = 0;
  let title = "";
  /** @type {HTMLElement | undefined} */
  let cover;

  const frame = () => /** @type {HTMLElement | null} */ (document.querySelector("quick-exit"));
  /** @returns {Record<string, string>} */
  const words = () => JSON.parse(frame()?.dataset.words || "{}");

  /** Marks the presses, and says something to those who cannot see it. */
  const tell = (text = "") => {
    const exit = frame();
    exit?.classList.toggle("counting", count > 0);
    exit?.querySelectorAll(".marks i").forEach((mark, at) => mark.classList.toggle("on", at < count));
    exit?.querySelector("[role=status]")?.replaceChildren(text);
  };

  /** @param {string} [href] */
  const leave = (href) => {
    if (!href || (cover && performance.now() - since < AGAIN)) return;
    since = performance.now();
    if (!cover) {
      const { loading } = words();
      title = document.title;
      document.title = loading;
      document.body.hidden = true;
      document.querySelectorAll("video, audio").forEach((media) => /** @type {HTMLMediaElement} */ (media).pause());
      cover = document.createElement("div");
      cover.className = "cover";
      cover.setAttribute("role", "alert");
      document.documentElement.append(cover);
      cover.textContent = loading;
      cover.tabIndex = -1;
      cover.focus();
    }
    const go = () => location.replace(href);
    if (frame()?.dataset.erase === undefined) return go();
    Promise.race([(async () => here.waypostErase())(), new Promise((done) => setTimeout(done, INSTANT))]).then(go, go);
  };

  const start = () => {
    count = 0;
    clearTimeout(timer);
    tell();
  };

  /** Something else than Shift alone, or too late. */
  const over = () => {
    alone = false;
    if (!count) return;
    start();
    tell(words().over);
    timer = setTimeout(tell, TIME);
  };

  const press = () => {
    if (!count) {
      clearTimeout(timer);
      timer = setTimeout(over, TIME);
    }
    count += 1;
    if (count < 3) return tell(words()[count]);
    start();
    leave(/** @type {HTMLAnchorElement | null} */ (document.querySelector("a.leaves"))?.href);
  };

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && /** @type {HTMLAnchorElement | null} */ (event.target.closest("a.leaves"));
    // Whoever asks for another tab or window gets one.
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    leave(link.href);
  });

  addEventListener("keydown", (event) => {
    if (cover && event.key === "Escape") event.preventDefault();
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) over();
    else if (!event.repeat) alone = keys.on;
  });
  addEventListener("keyup", (event) => {
    if (event.key === "Shift" && alone) press();
    alone = false;
  });
  addEventListener("mousedown", over);
  addEventListener("wheel", () => (alone = false), { passive: true });

  // A page that the browser kept whole is shown as it was, so the cover would be too.
  addEventListener("pageshow", (event) => {
    if (event.persisted) keys.on &&= allowed();
    if (!cover) return;
    cover.remove();
    cover = undefined;
    document.body.hidden = false;
    document.title = title;
    start();
  });
})();
