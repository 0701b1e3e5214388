// Fields that find a province by any of its names, without diacritics, or by its code. The data of
// a field: the address of a choice with {} for the code. All have the same options, which stand in an
// element of the page: "code|name|other names;…".
// A choice is followed as a link is (ui.js), so it is in the address at once.
(() => {
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
  const joined = (text) => fold(text).replace(/[^a-z0-9]+/g, "");
  // "thuathienhue", "thienhue", "hue": what a query may begin with.
  const tails = (name) => fold(name).split(/[^a-z0-9]+/).map((_, i, words) => words.slice(i).join(""));
  const parts = (input) => {
    const field = input.closest(".pick");
    return { field, list: field.querySelector("ul"), status: field.querySelector("[role=status]") };
  };

  // How well an option fits, 0 best, and what beside its name was found; null where it does not.
  const fit = ([code, name, ...others], query) => {
    if (/^[0-9]+$/.test(query)) {
      if (code === query.padStart(2, "0")) return [0, code];
      return code.startsWith(query) ? [1, code] : null;
    }
    const place = tails(name).findIndex((tail) => tail.startsWith(query));
    if (place >= 0) return [place ? 1 : 0, ""];
    const other = others.find((text) => tails(text).some((tail) => tail.startsWith(query)));
    if (other) return [2, other];
    return query.length > 1 && joined(name).includes(query) ? [3, ""] : null;
  };
  const find = (options, text) => {
    const query = joined(text);
    const search = (wanted) => options
      .map((option) => ({ option, found: fit(option, wanted) }))
      .filter(({ found }) => found)
      .sort((a, b) => a.found[0] - b.found[0]);
    const found = search(query);
    const bare = query.replace(/^(thanhpho|tinh|tp)(?=.)/, "");
    return found.length || bare === query ? found : search(bare);
  };

  const mark = (input, item) => {
    const { list } = parts(input);
    for (const other of list.children) other.setAttribute("aria-selected", other === item);
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  };
  const isOpen = (input) => input.getAttribute("aria-expanded") === "true";
  const active = (input) => parts(input).list.querySelector("[aria-selected=true]");
  const open = (input, text) => {
    const { field, list, status } = parts(input);
    const without = field.dataset.without.split(",");
    const options = document.querySelector("[data-page-provinces]").dataset.pageProvinces
      .split(";")
      .map((option) => option.split("|"))
      .filter(([code]) => !without.includes(code));
    const matches = text === null ? options.map((option) => ({ option, found: [0, ""] })) : find(options, text);
    list.replaceChildren(...matches.map(({ option: [code, name], found }) => {
      const item = document.createElement("li");
      item.id = `${input.id}-${code}`;
      item.dataset.code = code;
      item.setAttribute("role", "option");
      item.textContent = name;
      if (found[1]) {
        const detail = item.appendChild(document.createElement("small"));
        detail.textContent = ` ${found[1]}`;
      }
      return item;
    }));
    list.hidden = !matches.length;
    input.setAttribute("aria-expanded", matches.length > 0);
    status.textContent = matches.length
      ? text === null ? "" : field.dataset.count.replace("{}", matches.length)
      : field.dataset.none.replace("{}", text.trim());
    field.classList.toggle("none", !matches.length);
    const present = text === null && document.getElementById(`${input.id}-${field.dataset.code}`);
    mark(input, present || (text === null ? null : list.firstElementChild));
  };
  const close = (input) => {
    const { field, list, status } = parts(input);
    list.hidden = true;
    field.classList.remove("none");
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const reset = (input) => {
    close(input);
    input.value = input.defaultValue;
  };
  // The page puts a new field where the old one was; who chose by keyboard goes on in it.
  const refocus = (old, until) => {
    const field = document.getElementById(old.id);
    if (field && field !== old) return document.activeElement === document.body && field.focus();
    if (Date.now() < until) setTimeout(refocus, 50, old, until);
  };
  const choose = (input, item, byKeyboard) => {
    const { field } = parts(input);
    const code = item.dataset.code;
    if (code === field.dataset.code) return reset(input);
    close(input);
    if (byKeyboard) refocus(input, Date.now() + 5000);
    else input.blur();
    papiGo(field.dataset.href.replace("%7B%7D", code));
    input.value = item.firstChild.data;
  };
  // Where the reader goes on before the page of a choice is there, Streamlit keeps the field as it
  // was, and the choice would stay in it.
  addEventListener("popstate", () => {
    for (const input of document.querySelectorAll(".pick input"))
      if (!isOpen(input)) input.value = input.defaultValue;
  });

  const fieldOf = (event) => event.target.closest?.(".pick input");
  const move = (input, step) => {
    const items = [...parts(input).list.children];
    const from = items.indexOf(active(input));
    const to = from < 0 ? (step > 0 ? 0 : items.length - 1) : from + step;
    mark(input, items[Math.max(0, Math.min(items.length - 1, to))]);
  };
  addEventListener("click", (event) => {
    const item = event.target.closest?.(".pick li");
    if (item) return choose(item.closest(".pick").querySelector("input"), item, false);
    const input = fieldOf(event);
    if (!input || isOpen(input)) return;
    open(input, null);
    input.select();
  });
  // The field keeps the focus while an option is pressed.
  addEventListener("mousedown", (event) => event.target.closest?.(".pick ul") && event.preventDefault());
  addEventListener("input", (event) => {
    const input = fieldOf(event);
    if (input) open(input, joined(input.value) || input.value.trim() ? input.value : null);
  });
  // What is typed replaces the name.
  addEventListener("focusin", (event) => fieldOf(event)?.select());
  addEventListener("focusout", (event) => {
    const input = fieldOf(event);
    if (input) reset(input);
  });
  addEventListener("keydown", (event) => {
    const input = fieldOf(event);
    if (!input || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) {
      event.preventDefault();
      if (isOpen(input)) move(input, steps[event.key]);
      else open(input, null);
    } else if (event.key === "Enter") {
      const item = isOpen(input) && active(input);
      if (item) choose(input, item, true);
      else open(input, null);
    } else if (event.key === "Escape") {
      reset(input);
    }
  });
})();
