/* The desk's table follows while somebody types. Without this script the button does it. */
(() => {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form.narrow");
  const results = document.getElementById("results");
  if (!form || !results) return;
  let wait = 0;
  /** @type {AbortController | undefined} */
  let running;

  const address = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) query.append(name, value);
    return [form.action.split("#")[0], query].filter(String).join("?");
  };

  /* The table alone is exchanged: the form keeps its focus and what is typed in it. */
  const show = async () => {
    running?.abort();
    const { signal } = (running = new AbortController());
    const url = address();
    try {
      const response = await fetch(url, { signal });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.getElementById("results");
      if (!found) return;
      /* The line that says how many there are is filled anew, not exchanged, so that it is read out. */
      const [line, count] = [results.querySelector(".count"), found.querySelector(".count")];
      line?.replaceChildren(...(count?.childNodes ?? []));
      count?.remove();
      results.replaceChildren(...(line ? [line] : []), ...found.childNodes);
      history.replaceState(null, "", url);
    } catch {
      /* A newer request took over, or the preview has stopped; the button still asks. */
    }
  };

  form.addEventListener("input", (event) => {
    clearTimeout(wait);
    wait = setTimeout(show, event.target instanceof HTMLSelectElement ? 0 : 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(wait);
    show();
  });
})();
