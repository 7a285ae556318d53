// The head of the page: its words, its style sheets, its scripts.

(() => {
  const live = waypostLive;
  /** Milliseconds that a style sheet has to come. */
  const PATIENCE = 5000;
  const SHEET = "link[rel~=stylesheet]:not([rel~=alternate])";

  /** Kinds of scripts that run. @param {HTMLScriptElement} script */
  const runs = ({ type }) => !type || /^(?:module|(?:text|application)\/(?:java|ecma)script)$/i.test(type);

  // Addresses are compared as they are written: both pages stand at the same one.
  live.scripts = (from = document) =>
    [...from.scripts].filter((script) => script.hasAttribute("src") && runs(script)).map((script) => script.getAttribute("src") || "").filter((src) => !src.startsWith("/_waypost/"));

  // A script that has run cannot be taken back, and one that came cannot be run in the middle.
  live.newScripts = (html, was) => {
    const now = live.scripts(html);
    return now.some((src) => !was.includes(src)) || was.some((src) => !now.includes(src));
  };

  /** @param {Element} from @param {Element} to */
  const attributes = (from, to) => {
    for (const { name, value } of from.attributes) if (to.getAttribute(name) !== value) to.setAttribute(name, value);
    for (const name of ["lang", "dir", "class"]) if (!from.hasAttribute(name)) to.removeAttribute(name);
  };

  /** Loads new style sheets without using them. @param {Element[]} now @param {Element[]} old */
  const sheets = async (now, old) => {
    const left = [...old];
    /** @type {{ link: HTMLLinkElement, media: string }[]} */
    const fresh = [];
    /** @type {Promise<unknown>[]} */
    const loading = [];
    let before = /** @type {Element | null} */ (old[0] || null);
    for (const sheet of now) {
      const at = left.findIndex((other) => other.getAttribute("href") === sheet.getAttribute("href") && other.getAttribute("media") === sheet.getAttribute("media"));
      if (at >= 0) {
        before = left.splice(at, 1)[0].nextElementSibling;
        continue;
      }
      const link = /** @type {HTMLLinkElement} */ (document.importNode(sheet, true));
      const media = link.media;
      link.media = "not all";
      loading.push(new Promise((done) => {
        link.onload = link.onerror = done;
        setTimeout(done, PATIENCE);
      }));
      document.head.insertBefore(link, before && before.parentNode === document.head ? before : null);
      fresh.push({ link, media });
    }
    await Promise.all(loading);
    return {
      use: () => {
        for (const { link, media } of fresh) {
          if (media) link.media = media;
          else link.removeAttribute("media");
        }
        for (const sheet of left) sheet.remove();
      },
      drop: () => fresh.forEach(({ link }) => link.remove()),
    };
  };

  /** @param {Document} html */
  const rest = (html) => [...html.head.children].filter((node) => !node.matches(`${SHEET}, meta[http-equiv], meta[charset]`) && !(node instanceof HTMLScriptElement && runs(node)));

  // Resolves when all is there; what it gives does the change at once, or leaves it.
  live.head = async (html) => {
    const all = (/** @type {Document} */ from) => [...from.head.querySelectorAll(SHEET)];
    const { use, drop } = await sheets(all(html), all(document));
    return (wanted) => {
      if (!wanted) return drop();
      use();
      attributes(html.documentElement, document.documentElement);
      const old = rest(document);
      for (const node of rest(html)) {
        const at = old.findIndex((other) => other.outerHTML === node.outerHTML);
        if (at >= 0) old.splice(at, 1);
        else if (node.localName === "title") document.title = html.title;
        else document.head.append(document.importNode(node, true));
      }
      for (const node of old) if (node.localName !== "title") node.remove();
    };
  };
})();
