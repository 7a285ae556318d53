// A step that several pathways share shows the one that the address's fragment names. A jump to a
// heading changes the fragment: this keeps the pathway that was named last.

(() => {
  const keep = () => {
    const ways = [...document.querySelectorAll(".on-way")];
    const named = ways.find(({ id }) => new URL(`#${id}`, location.href).hash === location.hash);
    if (named) for (const way of ways) way.classList.toggle("kept", way === named);
  };
  addEventListener("hashchange", keep);
  keep();
})();
