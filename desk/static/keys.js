/* Shortcuts, type-ahead, the next message ahead, and who else looks. Everything works without this file. */
"use strict";
(() => {
  const script = document.currentScript;
  const typing = (el) => el && (el.matches("textarea, select, [contenteditable]") || (el.matches("input") && !el.matches("[type=checkbox], [type=radio]")));
  const focusIn = (el) => { el.focus(); if (el.select) el.select(); };
  const use = (el) => {
    if (el.matches("details")) { el.open = !el.open; const first = el.open && el.querySelector("input:not([type=hidden])"); (first || el.querySelector("summary")).focus(); }
    else if (el.matches("input[type=radio], input[type=checkbox]")) { el.click(); }
    else if (el.matches("input")) focusIn(el);
    else el.click();
  };
  if (script.dataset.keys === "on") {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const at = document.activeElement;
      if (event.key === "Escape" && at) { const open = at.closest("details[data-key]"); if (open) open.open = false; at.blur(); return; }
      if (typing(at) || event.key.length > 1) return;
      const key = CSS.escape(event.key.toLowerCase());
      const list = at && at.closest("details[open] .types");
      const el = (list && list.querySelector(`[data-letter="${key}"]`)) || document.querySelector(`[data-key="${key}"]`);
      if (!el) return;
      event.preventDefault();
      if (el.dataset.letter) { el.click(); el.closest("details").querySelector("summary").focus(); }
      else use(el);
    });
  }
  const suggest = (input) => {
    const list = document.createElement("ul");
    let chosen = -1, timer = 0, asked = 0;
    list.id = input.id + "-keuze"; list.className = "options"; list.hidden = true; list.setAttribute("role", "listbox"); list.setAttribute("aria-label", "Gemeenten");
    input.after(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" })) input.setAttribute(name, value);
    const options = () => [...list.querySelectorAll("[data-code]")];
    const mark = (to) => {
      const all = options(); chosen = all.length ? (to + all.length) % all.length : -1;
      all.forEach((o, i) => o.setAttribute("aria-selected", String(i === chosen)));
      if (chosen >= 0) input.setAttribute("aria-activedescendant", all[chosen].id); else input.removeAttribute("aria-activedescendant");
    };
    const show = (on) => { list.hidden = !on; input.setAttribute("aria-expanded", String(on)); };
    const pick = (option) => {
      const code = document.createElement("input");
      code.type = "hidden"; code.name = "code"; code.value = option.dataset.code;
      input.form.append(code); input.form.requestSubmit();
    };
    const ask = async () => {
      const turn = ++asked;
      if (!input.value.trim()) { show(false); return; }
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`, { credentials: "same-origin" });
      if (!answer.ok || turn !== asked) return;
      list.innerHTML = await answer.text(); show(true); mark(0);
    };
    input.addEventListener("input", () => { clearTimeout(timer); chosen = -1; timer = setTimeout(ask, 60); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
      else if (event.key === "Enter" && !list.hidden && chosen >= 0) { event.preventDefault(); pick(options()[chosen]); }
      else if (event.key === "Escape") show(false);
    });
    list.addEventListener("mousedown", (event) => { const option = event.target.closest("[data-code]"); if (option) { event.preventDefault(); pick(option); } });
    input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  };
  const begin = () => {
    document.querySelectorAll("[data-suggest]").forEach(suggest);
    const first = document.querySelector("input[autofocus]");
    if (first) focusIn(first);
    fetchAhead();
  };
  // The next message is fetched while this one is read, and shown at once after a decision. It stays in memory only.
  let ahead = null, busy = false, plain = false, shown = location.pathname;
  const fetchAhead = async () => {
    ahead = null;
    const place = document.querySelector("[data-next]");
    if (!place) return;
    const path = place.dataset.next;
    const answer = await fetch(path, { credentials: "same-origin", redirect: "error", cache: "no-store", headers: { Purpose: "prefetch" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const version = page.querySelector("#besluit [name=version]");
    if (!version || !place.isConnected) return;
    ahead = { path, number: path.split("/").pop(), version: version.value, page };
    place.dataset.ready = "";
  };
  const turn = (next, more) => {
    document.querySelector("main").replaceWith(document.adoptNode(next.page.querySelector("main")));
    for (const piece of new DOMParser().parseFromString(more, "text/html").querySelectorAll("[data-into]")) {
      const into = document.getElementById(piece.dataset.into);
      if (!into) continue;
      into.replaceChildren(...piece.childNodes);
      if (piece.dataset.next) into.dataset.next = piece.dataset.next;
    }
    document.title = next.page.title;
    history.pushState(null, "", next.path); shown = next.path;
    scrollTo(0, 0);
    document.querySelector("main").focus({ preventScroll: true });
    begin();
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (form.id !== "besluit" || plain) return;
    if (busy) { event.preventDefault(); return; }
    if (!ahead || !button || !/^(accept|reject)$/.test(button.value)) return;
    event.preventDefault();
    busy = true;
    const next = ahead, sent = new URLSearchParams(new FormData(form, button));
    sent.append("vooruit", next.number); sent.append("vooruit_versie", next.version);
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent, credentials: "same-origin", redirect: "manual" }).catch(() => null);
    busy = false;
    if (answer && answer.status === 200) turn(next, await answer.text());
    else if (answer && answer.status === 204) location.assign(answer.headers.get("X-Verder"));
    else { plain = true; form.requestSubmit(button); }
  });
  addEventListener("popstate", () => { if (location.pathname !== shown) location.reload(); });
  begin();
  setInterval(async () => {
    const who = document.querySelector("[data-who]");
    if (!who || document.hidden) return;
    const answer = await fetch(who.dataset.who, { credentials: "same-origin", redirect: "error" }).catch(() => null);
    if (answer && answer.ok && who.isConnected) who.innerHTML = await answer.text();
  }, 20000);
})();
