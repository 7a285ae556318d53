// What the preview answers to every browser that asks for the script of a worker, whoever registered
// it at this address: it ends that worker, deletes what a Waypost site has kept here, and shows open
// pages as they are now. A preview keeps nothing, so that nobody looks at an old page.

(() => {
  /** @type {any} */
  const here = globalThis;
  const end = async () => {
    for (const name of await caches.keys()) if (name.startsWith("waypost ")) await caches.delete(name);
    const pages = await here.clients.matchAll({ type: "window", includeUncontrolled: false });
    await here.registration.unregister();
    for (const page of pages) await page.navigate(page.url).catch(() => {});
  };
  here.addEventListener("install", () => here.skipWaiting());
  here.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(end()));
})();
