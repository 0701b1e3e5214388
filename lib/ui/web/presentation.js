// The screens of a presentation: a grid to choose from, and one of them filling the window. The
// number of the screen stands in the address; changing it asks the server for nothing.
export default function ({ parentElement: root, data }) {
  const { screens, labels, theme } = data;
  const host = root.querySelector(".present");
  host.style.cssText = theme;
  host.querySelector("style").textContent = data.paper;
  const grid = host.querySelector(".grid");
  const dialog = host.querySelector("dialog");
  const hall = host.querySelector(".hall");
  const frame = hall.querySelector(".frame");
  const bar = hall.querySelector(".bar");
  const corner = hall.querySelector(".corner");
  const heard = hall.querySelector(".heard");
  let at = 0; // the screen shown, from 1; 0 = none
  let timer, idle;
  let typed = ""; // digits before Enter: the number of a screen

  dialog.setAttribute("aria-label", labels.dialog);
  // What a screen reader says where the eye sees another screen; the same words twice are said once.
  const say = (text) => {
    if (heard.textContent !== text) heard.textContent = text;
  };
  const title = () => `${screens[at - 1].label}: ${screens[at - 1].title}`;

  grid.replaceChildren(
    ...screens.map((screen, i) => {
      const item = document.createElement("li");
      item.innerHTML = `<button class="thumb" type="button"><div class="frame" aria-hidden="true"></div></button><h3></h3><details><summary></summary></details>`;
      const button = item.querySelector("button");
      button.setAttribute("aria-label", `${i + 1}. ${screen.title}`);
      button.onclick = () => {
        host.openedBy = i;
        open(i + 1);
      };
      item.querySelector(".frame").innerHTML = screen.html;
      item.querySelector("h3").textContent = `${i + 1}. ${screen.title}`;
      item.querySelector("summary").textContent = labels.notes;
      for (const note of screen.notes) {
        const line = document.createElement("p");
        line.textContent = note;
        item.querySelector("details").append(line);
      }
      return item;
    }),
  );

  const address = (screen) => {
    const url = new URL(location.href);
    if (screen) url.searchParams.set("screen", screen);
    else {
      url.searchParams.delete("screen");
      url.searchParams.delete("loop");
    }
    return url;
  };
  const loop = () => Number(new URL(location.href).searchParams.get("loop")) || 0;

  function show(screen) {
    at = Math.min(Math.max(screen, 1), screens.length);
    frame.innerHTML = screens[at - 1].html;
    corner.querySelector("div").innerHTML = screens[at - 1].code;
    corner.querySelector("p").textContent = screens[at - 1].address.split("://").pop();
    hall.classList.remove("blank");
    hall.setAttribute("aria-label", title());
    say(title());
    history.replaceState(history.state, "", address(at));
    clearTimeout(timer);
    const pace = data.loop && loop();
    if (pace) timer = setTimeout(() => show((at % screens.length) + 1), pace * 1000);
  }

  // The room's screen stays awake while a presentation runs, where the browser can do that (HTTPS).
  // It takes the lock away from a window that is not seen.
  host.endRun?.(); // of the run before, whose end Streamlit does not tell where only data changed
  let awake = null;
  let replaced = false; // by a new run of this script, which asks for a lock of its own
  async function stayAwake() {
    const lock = await navigator.wakeLock?.request("screen").catch(() => null);
    if (awake || replaced || !dialog.open) lock?.release();
    else awake = lock ?? null;
  }
  function mayFallAsleep() {
    awake?.release();
    awake = null;
  }
  function whenSeenAgain() {
    if (document.visibilityState !== "visible" || !dialog.open) return;
    mayFallAsleep();
    stayAwake();
  }
  document.addEventListener("visibilitychange", whenSeenAgain);
  host.endRun = () => {
    replaced = true;
    connection.disconnect();
    document.removeEventListener("visibilitychange", whenSeenAgain);
    mayFallAsleep();
  };

  // All screens are in the page: without the server the presentation goes on, and says so quietly.
  const lost = hall.querySelector(".lost");
  lost.textContent = labels.lost;
  const showConnection = () => (lost.hidden = !document.documentElement.classList.contains("lost"));
  const connection = new MutationObserver(showConnection);
  connection.observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
  showConnection();

  function open(screen) {
    if (!dialog.open) dialog.showModal();
    if (!awake) stayAwake();
    show(screen);
    hall.focus();
  }

  function close() {
    clearTimeout(timer);
    if (document.fullscreenElement) document.exitFullscreen();
    corner.hidden = true;
    const { papiFrom: from, papiStart: start } = window;
    const picture = host.openedBy ?? at - 1;
    delete window.papiFrom;
    delete window.papiStart;
    delete host.openedBy;
    at = 0;
    if (dialog.open) dialog.close();
    mayFallAsleep();
    // Back to the page the presentation was called from, else to the grid.
    if (from) history.pushState({}, "", from);
    else history.replaceState(history.state, "", address(0));
    if (from) dispatchEvent(new PopStateEvent("popstate"));
    // The focus goes back to the link or the picture that the presentation was opened by.
    document.activeElement?.blur();
    papiFocus(() => (start ? papiLink(start) : grid.children[picture]?.querySelector("button")));
  }

  // On a phone held upright the screen lies on its side.
  const upright = () => innerWidth < 600 && innerHeight > innerWidth;

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else hall.requestFullscreen?.();
  }

  function code() {
    corner.hidden = !corner.hidden;
    say(corner.hidden ? title() : `${labels.code}: ${corner.querySelector("p").textContent}`);
  }

  const blank = () => say(hall.classList.toggle("blank") ? labels.blank : title());

  const acts = {
    previous: () => show(at - 1),
    next: () => show(at + 1),
    code,
    full,
    close,
  };
  const keys = {
    ArrowRight: acts.next, ArrowDown: acts.next, " ": acts.next, PageDown: acts.next, Enter: acts.next,
    ArrowLeft: acts.previous, ArrowUp: acts.previous, PageUp: acts.previous, Backspace: acts.previous,
    Home: () => show(1), End: () => show(screens.length),
    f: full, q: code, b: blank, ".": blank,
    // What lies over the screen goes first.
    Escape: () => {
      if (!corner.hidden) code();
      else if (hall.classList.contains("blank")) blank();
      else close();
    },
  };
  dialog.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation(); // Streamlit has shortcuts of its own
    const button = event.composedPath()[0].closest?.("button");
    if (button && (event.key === " " || event.key === "Enter")) return;
    if (/^[0-9]$/.test(event.key)) {
      typed += event.key;
      return;
    }
    if (event.key === "Enter" && typed) {
      event.preventDefault();
      show(Number(typed));
      typed = "";
      return;
    }
    typed = "";
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  dialog.oncancel = (event) => {
    event.preventDefault();
    keys.Escape();
  };
  // The right two thirds go on, the left third goes back.
  hall.onclick = (event) => {
    if (event.composedPath().some((node) => node.closest?.(".bar, .corner, a, button"))) return;
    const [from, size] = upright() ? [event.clientY, innerHeight] : [event.clientX, innerWidth];
    (from < size / 3 ? acts.previous : acts.next)();
  };
  for (const button of bar.querySelectorAll("button")) {
    const name = button.dataset.act;
    button.setAttribute("aria-label", labels[name]);
    button.title = labels[name];
    button.onclick = () => acts[name]();
  }
  hall.onpointermove = () => {
    hall.classList.add("moved");
    clearTimeout(idle);
    idle = setTimeout(() => hall.classList.remove("moved"), 2500);
  };
  let down = null;
  hall.ontouchstart = (event) => {
    down = event.touches.length === 1 ? event.touches[0] : null;
  };
  hall.ontouchend = (event) => {
    if (!down) return;
    let across = event.changedTouches[0].clientX - down.clientX;
    let along = event.changedTouches[0].clientY - down.clientY;
    if (upright() && Math.abs(along) > Math.abs(across)) [across, along] = [along, across];
    down = null;
    if (Math.abs(across) > 50 && Math.abs(across) > 1.5 * Math.abs(along))
      (across < 0 ? acts.next : acts.previous)();
  };

  // A new run brings the same screens for the most part; what is shown stays.
  const wanted = Number(new URL(location.href).searchParams.get("screen"));
  const first = Number.isInteger(wanted) && wanted >= 1 ? wanted : data.screen;
  if (data.screen && first && first <= screens.length) open(first);
  else if (dialog.open) {
    at = 0;
    dialog.close();
  }
  return () => {
    clearTimeout(timer);
    clearTimeout(idle);
    if (dialog.open) dialog.close();
    host.endRun();
  };
}
