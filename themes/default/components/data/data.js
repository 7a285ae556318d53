// What pages read beside themselves: the same calls over a server and from a folder (file:), where
// nothing can be fetched.
//
// globalThis.waypostJson(url, init?)   the data of a JSON file. Rejects with an error, `gone` where a
//                                      server has no such file.
// globalThis.waypostText(url)          the text of a page.
// globalThis.waypostAddress(address)   an address as data has it (`/base/tools/x/`), so that it
//                                      leads there.
//
// From a folder `<url>.js` is loaded instead, which `waypost build --portable` writes
// (src/outputs/portable/): it hands the file's text to `waypostTake`. Addresses lead to `index.html`
// there, and begin with `data-base` of the page's first element.

(() => {
  /** @type {any} */
  const here = globalThis;
  const local = location.protocol === "file:";
  const root = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);

  /** @param {string} text */
  here.waypostTake = (text) => Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { text_: text });

  /** The text of a file of the folder, by the script beside it. @param {string} url @returns {Promise<string>} */
  const taken = (url) =>
    new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = url.replace(/[?#].*/, "") + ".js";
      script.onload = script.onerror = () => {
        const { text_ } = /** @type {any} */ (script);
        script.remove();
        text_ === undefined ? fail(Error(url)) : done(text_);
      };
      document.head.append(script);
    });

  /** @param {string} url @param {RequestInit} [init] */
  const fetched = async (url, init) => {
    const response = await fetch(url, init);
    if (!response.ok) throw Object.assign(Error(`${response.status} ${url}`), { gone: response.status === 404 });
    return response.text();
  };

  /** @param {string} url @param {RequestInit} [init] */
  here.waypostText = (url, init) => (local ? taken(url) : fetched(url, init));

  /** @param {string} url @param {RequestInit} [init] */
  here.waypostJson = async (url, init) => JSON.parse(await here.waypostText(url, init));

  /** @param {string} address */
  here.waypostAddress = (address) => {
    const { base } = document.documentElement.dataset;
    if (!base || !address.startsWith(base)) return address;
    const url = new URL(`./${address.slice(base.length)}`, root);
    if (url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  };
})();
