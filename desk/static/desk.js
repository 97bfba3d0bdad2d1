/* What htmx leaves to us: shortcuts, choosing with the arrow keys, and the message that is fetched ahead.
   Everything works without this file and without htmx. */
"use strict";
(() => {
  const on = (name, told) => document.addEventListener(name, told);
  const main = () => document.getElementById("inhoud");
  const typing = (el) => el && (el.matches("textarea, select, [contenteditable]") || (el.matches("input") && !el.matches("[type=checkbox], [type=radio]")));
  const focusIn = (el) => { el.focus(); if (el.select) el.select(); };

  // Shortcuts: each element says its own key; a list that is open says letters
  const use = (el) => {
    if (el.matches("details")) { el.open = !el.open; const first = el.open && el.querySelector("input:not([type=hidden])"); (first || el.querySelector("summary")).focus(); }
    else if (el.matches("input:not([type=radio], [type=checkbox])")) focusIn(el);
    else el.click();
  };
  on("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !("keys" in main().dataset)) return;
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
  on("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !field.matches("textarea[data-enter]")) return;
    event.preventDefault();
    if (field.value.trim()) field.form.requestSubmit();
  });

  // The gemeenten that may be meant: htmx fetches them, here one is chosen
  const fieldOf = (list) => list.parentNode.querySelector("[role=combobox]");
  const options = (list) => [...list.querySelectorAll("[data-code]")];
  const mark = (list, to) => {
    const all = options(list), chosen = all.length ? (to + all.length) % all.length : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) fieldOf(list).removeAttribute("aria-activedescendant");
    else fieldOf(list).setAttribute("aria-activedescendant", all[chosen].id);
  };
  const show = (list, open) => { list.hidden = !open; fieldOf(list).setAttribute("aria-expanded", String(open)); };
  const pick = (list, option) => {
    const form = fieldOf(list).form, code = Object.assign(document.createElement("input"), { type: "hidden", name: "code", value: option.dataset.code });
    form.append(code); form.requestSubmit();
  };
  on("keydown", (event) => {
    const list = event.target.matches("[role=combobox]") && event.target.parentNode.querySelector(".options");
    if (!list || list.hidden) return;
    const all = options(list), at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(list, at + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); pick(list, all[at]); }
    else if (event.key === "Escape") show(list, false);
  });
  on("mousedown", (event) => { const option = event.target.closest(".options [data-code]"); if (option) { event.preventDefault(); pick(option.parentNode, option); } });
  on("focusout", (event) => { const list = event.target.matches("[role=combobox]") && event.target.parentNode.querySelector(".options"); if (list) show(list, false); });
  const begin = () => {
    for (const list of document.querySelectorAll(".options")) {
      const field = list.parentNode.querySelector("input");
      for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" })) field.setAttribute(name, value);
    }
  };

  // The next message is fetched while this one is read, and shown at once after a decision. It stays in memory only.
  let ahead = null;
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const together = (page, pieces) => {
    const made = parsed(page);
    for (const piece of parsed(pieces).body.children) made.getElementById(piece.id).replaceWith(piece);
    return made.documentElement.outerHTML;
  };
  on("htmx:config:request", ({ detail: { ctx } }) => {
    const { body, method, submitter } = ctx.request;
    // What was not filled in says nothing in an address
    if (method === "GET") for (const [name, value] of [...body]) if (value === "") body.delete(name);
    if (ctx.sourceElement.id !== "besluit" || !ahead || !/^(accept|reject)$/.test(submitter?.value)) return;
    body.append("vooruit", ahead.number); body.append("vooruit_versie", ahead.version);
  });
  on("htmx:after:request", (event) => {
    const { ctx } = event.detail, { headers } = ctx.response;
    if (ctx.sourceElement.id === "vooruit") {
      event.preventDefault();
      const version = headers.get("X-Versie");
      if (version !== null) { ahead = { number: ctx.request.action.split("/").pop(), version, page: ctx.text }; ctx.sourceElement.dataset.ready = ""; }
    } else if (headers.has("X-Vooruit")) ctx.text = together(ahead.page, ctx.text);
  });
  // What was said is taken out of the field, but not what somebody typed meanwhile
  on("htmx:after:swap", ({ detail: { ctx } }) => {
    const field = document.querySelector("textarea[data-enter]"), said = ctx.request.method === "POST" && ctx.request.body.get("zin");
    if (!field || ctx.request.method !== "POST" || ctx.response.status !== 200) return;
    if (said && field.value.trim() === said.replaceAll("\r", "").trim()) field.value = "";
    field.focus();
  });
  on("htmx:before:swap", ({ detail: { ctx } }) => { if (ctx.target === main()) ahead = null; });
  on("htmx:after:swap", ({ detail: { ctx } }) => {
    document.getElementById("geen-verbinding")?.setAttribute("hidden", "");
    if (ctx.target?.matches(".options")) { const list = ctx.target; show(list, list.childElementCount > 0 && document.activeElement === fieldOf(list)); mark(list, 0); }
    if (ctx.select !== "#inhoud") return;
    begin();
    const at = document.activeElement;
    // A new page begins at its beginning, as it does without htmx
    if (!at.matches("[autofocus]")) main().focus({ preventScroll: true });
    else if (at.matches("input")) focusIn(at);
  });
  // A page that asks for news by itself goes on asking; a person has to know
  on("htmx:error", ({ detail: { ctx } }) => { if (ctx && !ctx.sourceElement.matches("[hx-trigger]")) document.getElementById("geen-verbinding")?.removeAttribute("hidden"); });
  begin();
  const first = document.querySelector("input[autofocus]");
  if (first) focusIn(first);
})();
