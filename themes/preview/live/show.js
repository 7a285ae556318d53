// Shows a block: brings it into view and marks it for a moment, or outlines it. Animations do it, so
// that nothing of the page itself is changed. The outline has the colour of the words, which shows on
// every ground, and stays in forced colours.

(() => {
  const live = waypostLive;
  const TIME = 2400;
  const TINT = "rgb(245 199 50 / .3)";
  const MARK = { outline: "2px solid currentColor", outlineOffset: "6px", boxShadow: `0 0 0 6px ${TINT}`, backgroundColor: TINT };
  /** The ground goes back to what it is by itself. */
  const NONE = { outline: "2px solid transparent", outlineOffset: "6px", boxShadow: "0 0 0 6px transparent" };
  const REPEATED = "nav, header, footer, aside, [role=navigation]";

  /** What there is to see of a block: a row for its cell, the summary of what is closed. @param {Element} element */
  const seen = (element) => {
    const closed = element.closest("details:not([open])");
    const whole = closed && !element.closest("summary") ? closed.querySelector("summary") : element.closest("tr, picture, figure") || element;
    return whole && whole.getClientRects().length ? whole : undefined;
  };

  /** @param {Element} element */
  const reveal = (element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    const room = innerHeight - live.overlay.room();
    if (top < room && bottom > 0 && (top >= 0 || bottom <= room || height > room)) return;
    const to = scrollY + top - Math.max(16, (room - height) / 2);
    scrollTo({ top: to, behavior: live.still() ? "instant" : "smooth" });
  };

  /** @type {Animation | undefined} */
  let marked;

  /** @param {Element} element */
  const mark = (element) => {
    marked?.cancel();
    marked = element.animate(live.still() ? [MARK, MARK] : [MARK, { ...MARK, offset: 0.6 }, NONE], { duration: TIME, id: "waypost-changed" });
  };

  // What an author wrote comes before what follows from it (minutes, tables of contents).
  /** @param {Element[]} elements @param {Source | null} source */
  const changed = (elements, source) => {
    const written = source ? live.source.match(source) : new Map();
    const ranks = [
      (/** @type {Element} */ element) => written.has(element) || written.has(element.closest("tr, li, figure") || element),
      (/** @type {Element} */ element) => !!element.closest("main, [role=main]") && !element.closest(REPEATED),
      () => true,
    ];
    for (const fits of ranks) {
      const shown = elements.filter(fits).map(seen).find((element) => element);
      if (!shown) continue;
      reveal(shown);
      mark(shown);
      return;
    }
  };

  /** @type {Animation | undefined} */
  let outlined;

  /** @param {Element | null} element */
  const outline = (element) => {
    outlined?.cancel();
    outlined = element?.animate([MARK, MARK], { duration: 1, fill: "forwards", id: "waypost-source" });
  };

  live.show = { changed, outline };
})();
