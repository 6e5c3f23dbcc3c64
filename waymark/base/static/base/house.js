/* Small comforts for workspace pages. Everything works without them.
   data-confirm="#dialog"  ask before a button's form is sent      data-copy="#id"  copy a text
   data-count="500"        characters left of a text               data-add-row="#table"  one row more
   data-tick="name"        tick all boxes of a name in the form
   data-print              print the page                          data-js  shown only with JavaScript */
"use strict";
(() => {
  const find = (selector) => (selector ? document.querySelector(selector) : null);

  function count(box) {
    const shown = document.getElementById(box.dataset.counter);
    if (!shown) return;
    const left = Number(box.dataset.count) - [...box.value].length;
    const words = left < 0 ? shown.dataset.over : shown.dataset.left;
    shown.textContent = words.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    shown.classList.toggle("error", left < 0);
  }

  function addRow(button) {
    const table = find(button.dataset.addRow);
    const total = table.closest("form").querySelector("[name$=TOTAL_FORMS]");
    const number = total ? Number(total.value) : table.tBodies[0].rows.length;
    const row = table.querySelector("template").innerHTML.replaceAll("__n__", String(number));
    table.tBodies[0].insertAdjacentHTML("beforeend", row);
    if (total) total.value = String(number + 1);
    table.tBodies[0].lastElementChild.querySelector("input, select, textarea")?.focus();
    table.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function copy(button) {
    const source = find(button.dataset.copy);
    const text = (source.value ?? source.textContent).trim();
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = button.dataset.done;
    } catch {
      source.focus?.();
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      return;
    }
    setTimeout(() => { button.textContent = before; }, 2500);
  }

  function ask(event, button) {
    const dialog = find(button.dataset.confirm);
    if (!dialog?.showModal || button.dataset.asked) { delete button.dataset.asked; return; }
    event.preventDefault();
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      button.focus();
      if (dialog.returnValue !== "yes") return;
      button.dataset.asked = "yes";
      button.click();
    }, { once: true });
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!button) return;
    if (button.dataset.confirm) ask(event, button);
    else if (button.dataset.copy) copy(button);
    else if (button.dataset.addRow) { event.preventDefault(); addRow(button); }
    else if ("print" in button.dataset) window.print();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.dataset?.count) count(event.target);
  });

  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.tick;
    for (const box of name ? event.target.form.querySelectorAll(`[name="${name}"]`) : []) {
      box.checked = event.target.checked;
    }
  });

  function start(root) {
    for (const element of root.querySelectorAll("[data-js]")) element.hidden = false;
    for (const box of root.querySelectorAll("[data-count]")) count(box);
    root.querySelector(".errors")?.focus();
    document.dispatchEvent(new CustomEvent("house:start", { detail: root }));
  }
  window.house = { start };
  document.addEventListener("DOMContentLoaded", () => start(document));
})();
