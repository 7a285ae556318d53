// Starts the preview's script: what the stream says goes to the page and to the overlay.

(() => {
  const live = waypostLive;
  /** Whether this is the desk or the handbook. */
  const OWN = location.pathname.startsWith("/_waypost/");
  const tag = /** @type {HTMLScriptElement | null} */ (document.currentScript) || document.querySelector("script[src='/_waypost/live.js']");
  const { version = "", kept = "" } = tag?.dataset || {};
  // From here on the page is what will be published, and nothing else.
  tag?.remove();
  live.overlay.kept(kept || null);

  const page = live.page({ version, changed: live.show.changed, kept: live.overlay.kept });

  /** @type {State | undefined} */
  let state;
  let checked = "", read = "", turn = 0;

  /** @param {string} news */
  const load = async (news) => {
    const mine = ++turn;
    try {
      const response = await fetch("/_waypost/messages.json", { cache: "no-store" });
      const messages = response.ok ? await response.json() : null;
      if (mine !== turn) return;
      if (messages) live.overlay.messages(messages);
      else read = "";
    } catch {
      // The server went away in the middle: its next state asks again.
      if (mine === turn && read === news) read = "";
    }
  };

  /** Does what the last state asks for. What nobody looks at waits until somebody does. */
  const attend = async () => {
    if (!state || document.hidden) return;
    const { server, generation, messages } = state;
    live.overlay.state(state);
    const news = `${server} ${messages}`;
    if (news !== read) load((read = news));
    // The preview's own pages show messages, too.
    const now = `${server} ${generation} ${OWN ? messages : ""}`;
    if (now === checked) return;
    checked = now;
    if (!(await page.check()) && checked === now) checked = "";
  };

  document.addEventListener("visibilitychange", attend);
  live.listen((now) => {
    state = now;
    attend();
  }, live.overlay.gone);
})();
