// The stream of states. Browsers allow six connections a host, so that one tab holds the stream for
// all tabs: the one that has the lock. It passes on what it hears by a broadcast channel. Where there
// is no lock or no channel (plain HTTP from another machine), each visible tab holds its own.

(() => {
  const NAME = "waypost-preview";
  const EVENTS = "/_waypost/events";
  /** Milliseconds: after which silence is called gone; between attempts to come back, at first and at
   *  most; after which a tab that leads and does not answer (browsers put tabs to sleep) has lost the lead. */
  const GRACE = 1500, AGAIN = 500, RARELY = 4000, ANSWER = 2000;

  /** @typedef {{ state?: State, lost?: boolean, ask?: boolean, wake?: boolean, here?: boolean }} Word what tabs say to each other */

  waypostLive.listen = (hear, lost) => {
    const shared = !!navigator.locks && typeof BroadcastChannel === "function";
    /** @type {BroadcastChannel | undefined} */
    let channel;
    /** @type {EventSource | undefined} */
    let events;
    /** Gives the lead up. @type {(() => void) | undefined} */
    let release;
    /** Stands in line for the lead. @type {AbortController | undefined} */
    let line;
    /** @type {State | undefined} */
    let last;
    let joined = false, heard = false, gone = false, said = false;
    let grace = 0, knocking = 0;

    /** @param {Word} word */
    const tell = (word) => {
      take(word);
      channel?.postMessage(word);
    };

    /** @param {Word} word */
    const take = ({ state, lost, ask, wake, here }) => {
      const leads = !!release;
      if (ask && leads) channel?.postMessage(last && !gone ? { state: last } : gone ? { lost: true } : { here: true });
      if (wake && leads && (!events || events.readyState === EventSource.CLOSED)) connect();
      if (state || lost || here) heard = true;
      if (state) {
        last = state;
        missing(false);
        hear(state);
      }
      if (lost) missing(true);
    };

    /** @param {boolean} now */
    const missing = (now) => {
      if (now === gone) return;
      gone = now;
      clearTimeout(grace);
      if (gone) grace = setTimeout(() => lost((said = true)), GRACE);
      else if (said) lost((said = false));
      knock();
    };

    // Timers sleep in hidden tabs: the visible ones knock, and the one that leads tries again.
    const knock = (wait = AGAIN) => {
      clearTimeout(knocking);
      if (!gone || !joined || document.hidden) return;
      knocking = setTimeout(() => {
        if (release) take({ wake: true });
        else channel?.postMessage({ wake: true });
        knock(Math.min(wait * 1.2, RARELY));
      }, wait);
    };

    const connect = () => {
      events?.close();
      const mine = (events = new EventSource(EVENTS));
      mine.addEventListener("state", (event) => mine === events && tell({ state: JSON.parse(event.data) }));
      mine.onerror = () => {
        if (mine !== events) return;
        mine.close();
        tell({ lost: true });
      };
    };

    const alone = () => {
      release = disconnect;
      connect();
    };

    const disconnect = () => {
      events?.close();
      events = release = undefined;
    };

    /** Leads as long as this tab is open and nobody takes the lead away. @param {boolean} [steal] */
    const lead = async (steal) => {
      line?.abort();
      const mine = (line = new AbortController());
      try {
        await navigator.locks.request(NAME, steal ? { steal } : { signal: mine.signal }, () => {
          if (!joined || mine !== line) return;
          return new Promise((done) => {
            release = () => done(undefined);
            connect();
          });
        });
      } catch (error) {
        // Taken away or no longer wanted is an AbortError; with any other there are no locks to be had.
        if (mine === line && /** @type {Error} */ (error).name !== "AbortError") return alone();
      }
      if (mine !== line) return;
      disconnect();
      if (joined) lead();
    };

    const ask = () => {
      if (!joined || release || !channel) return;
      heard = false;
      channel.postMessage({ ask: true });
      setTimeout(() => {
        if (joined && !heard && !release && !document.hidden) lead(true);
      }, ANSWER);
    };

    const join = () => {
      joined = true;
      if (shared) {
        channel = new BroadcastChannel(NAME);
        channel.onmessage = ({ data }) => take(data);
        lead();
        ask();
      } else if (!document.hidden) alone();
      knock();
    };

    const leave = () => {
      joined = false;
      clearTimeout(knocking);
      line?.abort();
      line = undefined;
      release?.();
      disconnect();
      channel?.close();
      channel = undefined;
    };

    addEventListener("pagehide", leave);
    addEventListener("pageshow", (event) => event.persisted && join());
    document.addEventListener("visibilitychange", () => {
      if (shared) {
        knock();
        if (!document.hidden) ask();
      } else if (document.hidden) leave();
      else join();
    });
    join();
  };
})();
