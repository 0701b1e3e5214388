// Fields with few values. The data of a field: the address of a choice with {} for its value; a
// parameter without a value is left out. A choice is followed as a link is (ui.js).
(() => {
  const fieldOf = (event) => event.target.closest?.(".pick select");
  const follow = (select) => {
    if (!select.isConnected) return;
    const { value } = select;
    const address = select.parentElement.dataset.href;
    // The page puts a new field where the old one was; who chose by keyboard goes on in it.
    papiFocus(() => document.getElementById(select.id));
    const href = value
      ? address.replace("%7B%7D", encodeURIComponent(value))
      : address.replace(/&\w+=%7B%7D/, "");
    papiGo(href);
    select.value = value;
  };
  // A key changes the value of a closed field at once: "2019" and three arrows are one choice.
  let pressed = 0, waiting = 0;
  addEventListener("keydown", (event) => {
    if (fieldOf(event)) pressed = event.key === "Enter" ? 0 : Date.now();
  });
  addEventListener("change", (event) => {
    const select = fieldOf(event);
    if (!select) return;
    clearTimeout(waiting);
    waiting = setTimeout(follow, Date.now() - pressed < 100 ? 500 : 0, select);
  });
  // Where the reader goes on before the page of a choice is there, Streamlit keeps the field as it
  // was, and the choice would stay in it.
  addEventListener("popstate", () => {
    for (const select of document.querySelectorAll(".pick select"))
      select.value = select.querySelector("[selected]")?.value ?? select.value;
  });
})();
