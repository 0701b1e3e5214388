// Where the server is. Streamlit would ask at the page's own address first, and after the answer that
// nothing is there wait before it asks at the root: 0.1 s and more at each opening.
window.__streamlit = { ...window.__streamlit, BACKEND_BASE_URL: `${location.origin}/` };
// Scrolls to the figure that the address names, until the page stands still or its reader moves it.
window.papiShow = () => {
  const name = new URLSearchParams(location.search).get("show");
  let until = name ? Date.now() + 30000 : 0;
  for (const event of ["wheel", "touchstart", "keydown", "pointerdown"])
    addEventListener(event, () => (until = 0), { once: true, passive: true });
  let found = null;
  const step = () => {
    if (Date.now() > until) return;
    const figure = document.getElementById(name);
    if (figure && found !== figure) {
      found = figure;
      until = Date.now() + 3000;
    }
    figure?.scrollIntoView({ block: "start" });
    setTimeout(step, 150);
  };
  step();
};
// Shows an address of this app without loading the app anew, as the back button would.
window.papiGo = (href) => {
  history.pushState({}, "", href);
  dispatchEvent(new PopStateEvent("popstate"));
  papiShow();
};
// A run replaces links and dialogs, and the focus with them: it goes to what "find" finds once the
// page stands still, unless its reader has moved on. The latest call counts: an older one that still
// looks would take the focus first.
let focusCalls = 0;
window.papiFocus = (find) => {
  const call = ++focusCalls, until = Date.now() + 10000;
  let seen = null;
  const look = () => {
    if (call !== focusCalls) return;
    const now = document.activeElement;
    const element = find();
    const stale = document.querySelector("[data-stale=true], [data-testid=stDialog]");
    if (element && element === seen && !stale) {
      if (now !== document.body && now?.isConnected && now !== element) return;
      if (element.tabIndex < 0) element.tabIndex = -1;
      element.focus({ preventScroll: true });
      if (document.activeElement === element) return;
    }
    seen = element;
    if (Date.now() < until) setTimeout(look, 200);
  };
  look();
};
window.papiLink = (label) =>
  [...document.querySelectorAll("a.go")].find((link) => link.textContent.trim() === label);
window.papiHeading = () => document.querySelector("[data-testid=stMain] h1");
// A table that comes in another order keeps the columns in view.
window.papiKeepColumns = (old, left, until) => {
  const sheet = document.querySelector(".sheet");
  if (sheet && sheet !== old) sheet.scrollLeft = left;
  else if (Date.now() < until) setTimeout(papiKeepColumns, 50, old, left, until);
};
// Once the table of a figure is closed, the focus is on the link that opened it.
window.papiReturn = (figure) => {
  let opened = false;
  const observer = new MutationObserver(() => {
    const dialog = document.querySelector("[data-testid=stDialog]");
    opened ||= !!dialog;
    if (!opened || dialog) return;
    observer.disconnect();
    document.activeElement?.blur();
    papiFocus(() => document.querySelector(`a.go[href*="data=${figure}"]`));
  });
  observer.observe(document, { childList: true, subtree: true });
};
// A link from elsewhere may open it at once.
const openAtFirst = new URL(location.href).searchParams.get("data");
if (openAtFirst) papiReturn(openAtFirst);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.go");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.pathname !== location.pathname)
    document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
  if (innerWidth < 768)
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  // A presentation called from a page ends on that page.
  const label = link.textContent.trim();
  const { searchParams } = new URL(link.href);
  if (link.pathname.endsWith("/present")) {
    // A link to the page of the presentation only leads there; one to a screen starts it.
    const starts = searchParams.has("screen");
    if (starts && !location.pathname.endsWith("/present")) window.papiFrom = location.href;
    if (starts) window.papiStart = label;
  }
  const sheet = link.closest(".sheet");
  const same = () => papiLink(label);
  const figure = searchParams.get("data");
  if (figure) papiReturn(figure);
  else papiFocus(link.pathname === location.pathname ? same : papiHeading);
  papiGo(link.href);
  if (sheet) papiKeepColumns(sheet, sheet.scrollLeft, Date.now() + 5000);
});
papiShow();

// Copies the link of a button; where neither way works, the link stands there to be marked by hand.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const link = button.dataset.copy;
  const copyWithoutHttps = () => {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = link;
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    button.focus();
    return copied;
  };
  const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
  const status = button.nextElementSibling;
  status.textContent = copied || copyWithoutHttps() ? button.dataset.copied : link;
});

// A chart prints as it is drawn: from a wide window its text would shrink with it. As printing begins,
// by a key or from the browser's menu, every chart is drawn as wide as paper. The browser takes the
// page as it stands once this has run, so drawing may wait for no timer. Chromium lays the page out on its
// paper, counts the sheets and says that it prints: charts are then drawn again in the room that they have,
// upright or across, and neither higher nor lower than that, else sheets would be missing or stay blank.
(() => {
  const wide = 690; // px: A4 less its margins (ui.css)
  const former = new Map();
  const valueOf = (element, name) => Number(getComputedStyle(element).getPropertyValue(name));
  // Drawings are smaller on paper than drawn, so that their labels are as large as the text around them.
  const scale = () => valueOf(document.documentElement, "--on-paper");
  const draw = (view, width, height) => view.width(width).height(height).resize().runAsync();
  const fit = (sizeOf) => {
    const found = [];
    for (const drawing of document.querySelectorAll("[data-testid=stVegaLiteChart] svg")) {
      // Vega keeps with each shape what it was drawn from.
      const view = drawing.querySelector("path.background")?.__data__?.context?.dataflow;
      if (!view) continue;
      if (!former.has(view))
        former.set(view, ["width", "height"].map((side) => Number(drawing.getAttribute(side))));
      const most = valueOf(drawing, "--most-on-paper") || Infinity;
      found.push([view, ...sizeOf(drawing, Math.min(former.get(view)[1], most))]);
    }
    for (const size of found) draw(...size);
  };
  const restore = () => {
    for (const [view, size] of former) draw(view, ...size);
    former.clear();
  };
  const onPaper = (drawing, height) => {
    const room = drawing.closest("[data-testid=stElementContainer]").getBoundingClientRect().width;
    const own = parseFloat(getComputedStyle(drawing).height); // ui.css may say another than was drawn
    return [Math.floor((room || wide) / scale()), own || height];
  };
  addEventListener("beforeprint", () => fit((_, height) => [wide / scale(), height]));
  matchMedia("print").addEventListener("change", ({ matches }) => matches ? fit(onPaper) : restore());
  addEventListener("afterprint", restore);
})();

// While the connection is lost, ui.css shows a line. Streamlit's box about it is closed: hidden only,
// it would keep the page from scrolling. Boxes of our own hold blocks of a page and stay.
(() => {
  let wasConnected = false, isAwaiting = false;
  // What the document names beside Streamlit's own scripts draws this page: it starts while the
  // server computes, neither after the first chart has come nor before the server is asked.
  const start = () => {
    isAwaiting = true;
    for (const { href } of document.querySelectorAll("link[rel=modulepreload][fetchpriority=low]"))
      import(href).catch(() => {}); // Streamlit says so when it needs it
  };
  const look = () => {
    const app = document.querySelector("[data-test-connection-state]");
    const state = app?.dataset.testConnectionState;
    const connected = state === "CONNECTED";
    if (!isAwaiting && (connected || state === "CONNECTING")) start();
    wasConnected ||= connected;
    const lost = wasConnected && !!app && !connected;
    document.documentElement.classList.toggle("lost", lost);
    for (const box of lost ? document.querySelectorAll("[data-testid=stDialog]") : [])
      if (!box.querySelector("[data-testid=stVerticalBlock]")) box.querySelector("button")?.click();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.getElementById("root"),
    { attributes: true, subtree: true, attributeFilter: ["data-test-connection-state"] });
  observer.observe(document.body, { childList: true });
})();

// The page's language, and the words for what Streamlit and Vega say in English only, stand in an
// element of the page, in pairs. One search of the page for all words: it happens often while a page
// is drawn, and one for each word took longer than a chart.
(() => {
  const names = ["aria-label", "aria-roledescription", "placeholder"];
  const named = names.map((name) => `[${name}]`).join();
  let waiting = 0, known = "", words = new Map();
  const look = () => {
    waiting = 0;
    const page = document.querySelector("[data-page-lang]")?.dataset;
    if (!page) return;
    document.documentElement.lang = page.pageLang;
    // A chart's text alternative stands above it: the drawing itself has nothing to say.
    for (const drawing of document.querySelectorAll("[data-testid=stVegaLiteChart] svg"))
      drawing.setAttribute("aria-hidden", "true");
    if (known !== page.pageWords) {
      known = page.pageWords;
      words = new Map(JSON.parse(known));
    }
    for (const element of document.querySelectorAll(named))
      for (const name of names) {
        const ours = words.get(element.getAttribute(name));
        if (ours) element.setAttribute(name, ours);
      }
    const skip = document.querySelector("[data-testid=stSkipToContent]")?.firstChild;
    if (words.has(skip?.data)) skip.data = words.get(skip.data);
  };
  const observer = new MutationObserver(() => (waiting ||= setTimeout(look, 100)));
  const attributeFilter = ["aria-label", "placeholder", "data-page-lang", "data-page-words"];
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter });
  look();
})();
