/* The one script of the pages: htmx, and what pages may do better with a script than without.
   Everything here only adds to pages that work without it; words shown to people come from the page, never from here. */
import "htmx.org";

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const copyOf = (id) => document.getElementById(id)?.content.firstElementChild?.cloneNode(true);
const onPage = (name, listener) => document.addEventListener(name, listener);

/* htmx: the token against forged requests travels with every request that changes something. */
onPage("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});
/* A refused form comes back as 422 with its errors: show it like any answer. */
onPage("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
});

/* Dialogs and the command palette. */
function open(dialog) {
  if (!dialog || dialog.open || !dialog.showModal) return false;
  dialog.showModal();
  dialog.querySelector("[autofocus], input, button")?.focus();
  return true;
}
onPage("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener && open(document.getElementById(opener.dataset.opens))) event.preventDefault();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog")) event.target.close();
  if (event.target.closest("[data-dismiss]")) event.target.closest("[data-message]")?.remove();
  if (event.target.closest("[data-print]")) window.print();
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
onPage("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const controlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if ((slash || controlK) && open(document.getElementById("palette"))) event.preventDefault();
  if (event.key === "Escape") for (const menu of all("details.menu[open]")) menu.open = false;
  if (event.key === "Escape") event.target.closest?.("[data-palette]")?.close(); // a search line would only empty itself
  if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
});
/* Up and down walk from the search line through the results. */
function walk(event) {
  const palette = event.target.closest?.("[data-palette]");
  if (!palette) return;
  const stops = [palette.querySelector("input"), ...all("[data-results] li a", palette)]; // the heads above lead to whole lists
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  stops[(next + stops.length) % stops.length]?.focus();
  event.preventDefault();
}

/* Confirm before a step that cannot be taken back: <form data-confirm="question"> or a button that carries it. */
let confirmed = null;
onPage("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (!question || confirmed === form) return;
  const dialog = copyOf("confirm-dialog");
  if (!dialog?.showModal) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("[data-question]").textContent = question;
  const submitter = event.submitter;
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") {
      confirmed = form;
      form.requestSubmit(submitter);
      confirmed = null;
    }
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
});

/* Drafts of long forms: <form data-autosave="key">. Kept in this browser only, seven days, never secrets or files,
   gone when the form is sent and when the person signs out. */
const draftAge = 7 * 24 * 3600 * 1000;
const draftKey = (form) => `draft:${location.pathname}:${form.dataset.autosave}`;
const keepable = (field) =>
  field.name &&
  field.name !== "csrfmiddlewaretoken" &&
  !["password", "file", "hidden", "submit", "button"].includes(field.type) &&
  field.autocomplete !== "off" &&
  !("private" in field.dataset);
function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    const ticks = field.type === "checkbox" || field.type === "radio";
    const chosen = field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value) : [field.value];
    values[field.name] = (values[field.name] || []).concat(ticks && !field.checked ? [] : chosen);
  }
  return JSON.stringify(values);
}
function restore(form, text) {
  const values = JSON.parse(text);
  const taken = {};
  for (const field of form.elements) {
    const kept = keepable(field) && values[field.name];
    if (!kept) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (field.type === "select-multiple") for (const option of field.options) option.selected = kept.includes(option.value);
    else field.value = kept[(taken[field.name] = (taken[field.name] ?? -1) + 1)] ?? field.value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
const store = {
  read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return kept && Date.now() - kept.at < draftAge ? kept.values : null;
    } catch {
      return null;
    }
  },
  write(key, values) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    } catch {
      /* The browser keeps nothing, in private mode for example: the form works as without drafts. */
    }
  },
  drop(test) {
    try {
      for (const key of Object.keys(localStorage)) if (test(key)) localStorage.removeItem(key);
    } catch {
      /* As above. */
    }
  },
};
function offerDraft(form) {
  const kept = store.read(draftKey(form));
  const note = kept && kept !== valuesOf(form) && copyOf("restore-note");
  if (!note) return;
  note.querySelector("[data-restore]").addEventListener("click", () => (restore(form, kept), note.remove()));
  note.querySelector("[data-forget]").addEventListener("click", () => {
    store.drop((key) => key === draftKey(form));
    note.remove();
  });
  form.prepend(note);
}

/* Warn before leaving a form with unsaved words: <form data-guard>, and every form with drafts. */
const first = new WeakMap();
const guarded = "form[data-guard], form[data-autosave]";
const sent = new WeakSet();
function prepare(within) {
  for (const form of all(guarded, within)) {
    if (first.has(form)) continue;
    first.set(form, valuesOf(form));
    if (form.dataset.autosave) offerDraft(form);
  }
  for (const box of all("[data-select-all]", within)) box.hidden = false;
  for (const item of all("[data-drags]", within)) item.draggable = Boolean(document.getElementById(item.dataset.drags));
}
onPage("input", (event) => {
  const form = event.target.closest?.("form[data-autosave]") || (event.target.matches?.("form[data-autosave]") && event.target);
  if (form) store.write(draftKey(form), valuesOf(form));
});
onPage("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  sent.add(form);
  if (form.dataset.autosave) store.drop((key) => key === draftKey(form));
  if ("signOut" in form.dataset) store.drop((key) => key.startsWith("draft:"));
});
/* A form that the server keeps while it is written says so: then nothing is unsaved. */
onPage("kept", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (!form) return;
  first.set(form, valuesOf(form));
  store.drop((key) => key === draftKey(form));
});
window.addEventListener("beforeunload", (event) => {
  const changed = all(guarded).some((form) => !sent.has(form) && first.has(form) && first.get(form) !== valuesOf(form));
  if (changed) event.preventDefault();
});

/* Tables, and groups of rows in [data-rows]: one tick for all rows; selects and ticks of filters send the form at once. */
onPage("change", (event) => {
  const box = event.target;
  if (box.matches("[data-select-all]"))
    for (const row of all(`input[type=checkbox][name="${box.dataset.selectAll}"]`, box.closest("[data-rows], form, table") || document)) row.checked = box.checked;
  if (box.matches("form[data-auto-submit] select, form[data-auto-submit] input[type=checkbox]")) box.form.requestSubmit();
});

/* Dragging: <li data-drags="id of a form"> dropped on <td data-day="2017-03-15"> sends the form with that day, as its
   buttons do for whoever does not drag. */
let dragged = null;
const dayUnder = (event) => dragged && event.target.closest?.("[data-day]");
onPage("dragstart", (event) => {
  dragged = document.getElementById(event.target.closest?.("[data-drags]")?.dataset.drags);
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
onPage("dragover", (event) => {
  const day = dayUnder(event);
  for (const other of all("[data-day].is-over")) if (other !== day) other.classList.remove("is-over");
  if (!day) return;
  day.classList.add("is-over");
  event.preventDefault();
});
onPage("drop", (event) => {
  const day = dayUnder(event);
  if (!day) return;
  event.preventDefault();
  dragged.append(Object.assign(document.createElement("input"), { type: "hidden", name: "on", value: day.dataset.day }));
  dragged.submit();
});
onPage("dragend", () => {
  for (const day of all("[data-day].is-over")) day.classList.remove("is-over");
  dragged = null;
});

/* Insert: <button data-insert="words" data-into="id"> puts words where the cursor stands in a field of text; without an
   id, in the one that was written in last. */
let lastText = null;
onPage("focusin", (event) => {
  if (event.target.matches("textarea")) lastText = event.target;
});
onPage("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = button && (document.getElementById(button.dataset.into) ?? (lastText?.isConnected ? lastText : null));
  if (!field) return;
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

onPage("htmx:load", (event) => prepare(event.target.parentElement ?? document));
root.classList.add("has-script");
prepare(document);
