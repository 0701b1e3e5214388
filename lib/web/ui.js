window.papiLinks ||= document.addEventListener("click", (event) => {
  const link = event.target.closest("a.go");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.pathname !== location.pathname)
    document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
  if (innerWidth < 768)
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  // A presentation called from a page ends on that page.
  if (link.pathname.endsWith("/present") && !location.pathname.endsWith("/present"))
    window.papiFrom = location.href;
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
}) || true;
