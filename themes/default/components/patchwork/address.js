// A patchwork as the fragment of an address, which no browser sends.
//
//   #p1:articles/active-listening;Read%20it%20again,tools/weekly-check-in
//
// `p1:` is the version. Pages stand between commas, each by its route without the slashes at both
// ends, percent-encoded but for the slashes; a note follows a semicolon. A fragment has at most 8192
// letters, a patchwork 60 pages, a note 500 letters. Titles are no part of it: they are the site's.
//
// waypostShared.write(pieces, notes) gives the fragment, waypostShared.read(fragment) what one says: whatever
// it is, nothing where it is no patchwork, {pieces: undefined} where it is one that cannot be read, else
// {pieces, left}: what could be read, and how many parts were left out.

(() => {
  /** @typedef {{ at: string, note?: string }} Piece */
  const LONGEST = 8192;
  /** @type {any} */
  const here = globalThis;

  /** @param {string} text @returns {string | undefined} */
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {}
  };

  /** What chat programs cut off an address's end is encoded too. @param {string} text */
  const encoded = (text) => encodeURIComponent(text).replace(/[!'()*.~_-]$|[!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase());

  here.waypostShared = {
    /** @param {string} fragment without its `#` */
    read(fragment) {
      const [, version, list = ""] = /^p(\d+):([^]*)$/.exec(fragment) || [];
      if (!version) return undefined;
      if (version !== "1" || fragment.length > LONGEST) return { left: 0 };
      const parts = list.split(",").filter(Boolean);
      const pieces = here.waypostKept.pieces(
        parts.map((part) => {
          const [at, ...note] = part.split(";");
          const route = decoded(at);
          return route && here.waypostKept.page(`/${route}/`, decoded(note.join(";")));
        }),
      );
      return { pieces, left: parts.length - pieces.length };
    },

    /** The fragment, or nothing where it would be too long. @param {Piece[]} pieces @param {boolean} notes whether they go with it */
    write(pieces, notes) {
      const part = (/** @type {Piece} */ { at, note }) => at.slice(1, -1).split("/").map(encoded).join("/") + (notes && note ? ";" + encoded(note.trim()) : "");
      const fragment = "p1:" + pieces.map(part).join(",");
      return fragment.length > LONGEST ? undefined : fragment;
    },
  };
})();
