// The page works without this. With it, nothing reloads: what is new is put in place, and focus stays where it was.
"use strict";

const LIVE = ["clock", "people", "sidebar", "heading", "messages", "thread"];
const find = (id, page = document) => page.getElementById(id);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
let opener = null;
let sent = Promise.resolve();
const waiting = new Set();

// What somebody has unfolded waits until it is folded again.
function swap(old, fresh) {
  if (!old.matches("details[open]") && !old.querySelector("details[open]")) old.replaceWith(document.importNode(fresh, true));
}

// Keep what has not changed: a list of messages is patched item by item.
function patch(old, fresh) {
  if (!old || !fresh || old.isEqualNode(fresh)) return;
  const both = [...fresh.children].every((child) => child.id) && [...old.children].every((child) => child.id);
  if (!both || !old.children.length) return swap(old, fresh);
  const kept = new Set([...fresh.children].map((child) => child.id));
  for (const child of [...old.children]) if (!kept.has(child.id)) child.remove();
  [...fresh.children].forEach((child, place) => {
    const here = find(child.id);
    if (here && here.parentNode === old) {
      const list = here.querySelector(":scope > ol");
      if (list) patch(list, child.querySelector(":scope > ol"));
      else if (!here.isEqualNode(child)) swap(here, child);
    } else old.insertBefore(document.importNode(child, true), old.children[place] || null);
  });
}

function refresh(fresh) {
  const known = new Set([...document.querySelectorAll(".message")].map((it) => it.id));
  const focused = document.activeElement?.closest("[id]")?.id;
  const ends = ["messages", "thread"].map((id) => find(id)).filter((it) => it && atEnd(it)).map((it) => it.id);
  for (const id of LIVE) patch(find(id), find(id, fresh));
  document.title = fresh.title;
  for (const id of ends) toEnd(find(id));
  if (focused && document.activeElement === document.body && find(focused)) find(focused).focus();
  announce([...document.querySelectorAll("#messages .message, #thread .message")].filter((it) => !known.has(it.id)));
}

function announce(messages) {
  const words = messages.slice(-3).map((it) => `${it.dataset.author}: ${it.querySelector(".body").textContent}`);
  if (words.length) find("told").textContent = words.join(". ").replace(/\s+/g, " ").slice(0, 400);
}

const atEnd = (it) => it.scrollHeight - it.scrollTop - it.clientHeight < 80;
const toEnd = (it) => { if (it) it.scrollTop = it.scrollHeight; };
const key = (page) => page.querySelector("#overlay [data-key]")?.dataset.key || "";

// A form on top stays untouched, with what has been typed, until it is another form or has been answered.
function overlay(fresh, answered) {
  if (!answered && (key(document) === key(fresh) || key(document) === "confirm")) return;
  const before = key(document);
  find("overlay").replaceWith(document.importNode(find("overlay", fresh), true));
  const dialog = document.querySelector("#overlay [data-key]");
  find("page").inert = Boolean(dialog);
  if (dialog) {
    if (!before && !dialog.contains(opener)) opener = opener || document.activeElement;
    const first = dialog.querySelector(".wrong :is(input, select, textarea), [autofocus]");
    (first || dialog.querySelector("h2")).focus();
  } else if (before) {
    const back = opener && document.contains(opener) ? opener : find("say") || find("main");
    opener = null;
    back.focus();
  }
}

// One after the other, in the order they were given; the same twice only when the first has been answered.
function post(form, button) {
  const body = new FormData(form, button);
  const path = (button && button.getAttribute("formaction")) || form.getAttribute("action");
  const name = path + new URLSearchParams(body);
  if (waiting.has(name)) return;
  waiting.add(name);
  if (!document.querySelector("#overlay [data-key]")) opener = button;
  const writing = form.querySelector(".pen textarea");
  const words = writing?.value;
  if (writing) writing.value = "";
  sent = sent.then(() => send(path, body)).then((arrived) => {
    waiting.delete(name);
    if (arrived && form.id === "drop-form") {
      form.reset();
      form.closest("details").open = false;
    }
    if (!writing) return;
    if (!arrived) writing.value ||= words;
    toEnd(form.parentNode.querySelector(".scroller"));
  });
}

// Whether it arrived.

async function send(path, body) {
  const slow = setTimeout(() => {
    document.body.setAttribute("aria-busy", "true");
    find("told").textContent = "One moment.";
  }, 300);
  try {
    const answer = await fetch(path, { method: "POST", body });
    const fresh = parse(await answer.text());
    const address = new URL(answer.url);
    const moved = answer.redirected && address.search !== location.search;
    if (moved) location.assign(address.pathname + address.search);
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
    if (location.hash === "#sidebar") location.hash = "main";
    refresh(fresh);
    overlay(fresh, true);
    find("notice").replaceWith(document.importNode(find("notice", fresh), true));
    return true;
  } catch {
    find("notice").innerHTML = "<p>The workspace cannot be reached. Is it still running?</p>";
    return false;
  } finally {
    clearTimeout(slow);
    document.body.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  event.preventDefault();
  post(event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  const command = event.target.closest("[data-command]");
  if (command) {
    find("say").value = command.dataset.command;
    find("say").focus();
    find("commands").hidden = true;
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches(".pen textarea")) {
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  }
  if (event.key === "Escape") escape();
});

function escape() {
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (find("commands") && !find("commands").hidden) find("commands").hidden = true;
  else document.querySelector("#overlay [data-close]")?.click();
}

document.addEventListener("input", (event) => {
  if (event.target.id === "say" && find("commands")) find("commands").hidden = !/^\/\S*$/.test(event.target.value);
  if (event.target.id === "find-person") filter(event.target.value.trim().toLowerCase());
});

function filter(words) {
  for (const team of document.querySelectorAll(".people .team")) {
    const whole = team.querySelector("h2").textContent.toLowerCase().includes(words);
    for (const one of team.querySelectorAll("li")) one.hidden = !whole && !one.textContent.toLowerCase().includes(words);
    team.hidden = ![...team.querySelectorAll("li")].some((one) => !one.hidden);
  }
}

document.addEventListener("toggle", (event) => {
  if (!event.target.matches("details.menu")) return;
  if (!event.target.open) look();
  else if (matchMedia("(hover: hover)").matches) event.target.querySelector("#find-person")?.focus();
}, true);

let asking = false;
let again = false;
async function look() {
  again = asking;
  if (asking) return;
  asking = true;
  try {
    const fresh = parse(await (await fetch(location.href)).text());
    refresh(fresh);
    overlay(fresh, false);
  } finally {
    asking = false;
    if (again) look();
  }
}

if (!location.hash.startsWith("#m-")) toEnd(find("messages"));
toEnd(find("thread"));
new EventSource("/stream").onmessage = look;
