// Erasing everything that this site keeps on the device.
//
// waypostErase() removes what the reader has kept (one key of localStorage), unregisters the worker
// of this site and deletes its caches: the words of the reader first. Everything is tried, whatever
// fails; the promise is refused when something could not be erased. Then the document is told by an
// event, `waypost-erased`, so that what the page shows of it goes too.

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  /** The site's own address: assets lie in a folder of it. */
  const root = new URL("..", script.src);
  const name = "waypost " + root.pathname;

  const worker = async () => {
    // This finds the worker of a site that lies around this one, too, which is not ours to end.
    const found = await navigator.serviceWorker?.getRegistration(root.href);
    if (found?.scope === root.href) await found.unregister();
  };
  const copies = async () => {
    const names = globalThis.caches ? await caches.keys() : [];
    await Promise.all(names.filter((one) => one.startsWith(name + " ")).map((one) => caches.delete(one)));
  };

  /** @type {any} */ (globalThis).waypostErase = async () => {
    const tried = await Promise.allSettled([(async () => localStorage.removeItem(name))(), worker().finally(copies)]);
    document.dispatchEvent(new Event("waypost-erased"));
    for (const one of tried) if (one.status === "rejected") throw one.reason;
  };
})();
