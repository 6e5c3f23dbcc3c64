/* Saves <form data-autosave data-key="..."> while one types. What is typed stays on this device
   until the server has acknowledged it. Contract: docs/reference/face.md, "Autosave". */
"use strict";
(() => {
  const PAUSE = 1200;
  const RETRY = [3000, 10000, 30000, 60000];
  const HELD = new Set(["csrfmiddlewaretoken", "version", "client_key"]);

  class Autosave {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.autosave || form.action;
      this.store = `waymark:draft:${form.dataset.key || location.pathname}`;
      this.output = form.querySelector("[data-saved]") || document.createElement("output");
      this.failures = 0;
      this.sending = null;
      const key = form.elements.client_key;
      if (key && !key.value) key.value = crypto.randomUUID?.() || String(Math.random()).slice(2);
      this.clean = this.snapshot();
      this.offerKept();
      form.addEventListener("input", () => this.changed(PAUSE));
      form.addEventListener("change", () => this.changed(300));
      form.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("online", () => this.isDirty() && this.save());
    }

    entries() {
      return [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !HELD.has(name));
    }
    snapshot() { return JSON.stringify(this.entries()); }
    isDirty() { return this.snapshot() !== this.clean; }

    show(state, values = {}) {
      const words = this.output.dataset[state] || "";
      this.output.dataset.state = state;
      this.output.textContent = words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    }

    changed(pause) {
      if (this.stopped) return;
      this.keep();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), pause);
    }

    version() { return this.form.elements.version?.value || ""; }
    keep(submitted = false) {
      const draft = { at: Date.now(), entries: this.entries(), version: this.version(), submitted };
      try {
        localStorage.setItem(this.store, JSON.stringify(draft));
      } catch { /* a full or forbidden store: the page itself still holds the text */ }
    }
    forget() { try { localStorage.removeItem(this.store); } catch { /* as above */ } }

    async save() {
      if (this.sending || this.stopped || !this.isDirty()) return this.sending;
      clearTimeout(this.timer);
      const sent = this.snapshot();
      this.show("saving");
      this.sending = this.send();
      let response;
      try { response = await this.sending; } catch { response = null; } finally { this.sending = null; }
      await this.answered(response, sent);
      if (response?.ok && this.isDirty()) this.changed(PAUSE);
    }

    send() {
      const body = new URLSearchParams(this.entries());
      for (const name of HELD) if (this.form.elements[name]) body.set(name, this.form.elements[name].value);
      return fetch(this.url, {
        method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: body.toString().length < 60000,
        headers: { "X-Autosave": "1", Accept: "application/json, text/html" },
      });
    }

    async answered(response, sent) {
      const kind = response?.headers.get("Content-Type") || "";
      if (response?.ok && kind.includes("json")) return this.saved(await response.json(), sent);
      if (response?.status === 409) return this.conflict(await response.text());
      if (response?.status === 422 && kind.includes("json")) return this.refused(await response.json());
      if (response && response.status < 500) return this.show("loggedout");
      this.show("offline");
      this.timer = setTimeout(() => this.save(), RETRY[Math.min(this.failures++, RETRY.length - 1)]);
    }

    saved(answer, sent) {
      this.failures = 0;
      this.put(answer.fields);
      this.clean = JSON.stringify(JSON.parse(sent).map(([name, value]) => [name, answer.fields?.[name] ?? value]));
      if (this.form.elements.version) this.form.elements.version.value = answer.version;
      if (!this.isDirty()) this.forget();
      this.mark({});
      this.show("saved", { time: answer.saved_at });
    }

    conflict(html) {
      this.stopped = true;
      const place = document.getElementById(this.form.dataset.conflict);
      const part = new DOMParser().parseFromString(html, "text/html");
      this.show("conflict");
      if (!place) return;
      place.replaceChildren(...part.body.childNodes);
      window.house?.start(place);
      (place.querySelector("h2, [tabindex]") || place).focus();
    }

    put(fields = {}) {
      for (const [name, value] of Object.entries(fields)) this.form.elements[name].value = value;
    }

    refused({ errors, fields }) {
      this.put(fields);
      this.mark(errors);
      const [first] = Object.values(errors).flat();
      this.show("refused", { reason: first || "" });
    }
    mark(errors) {
      for (const field of this.form.elements) {
        if (field.name in errors) field.setAttribute("aria-invalid", "true");
        else if (field.getAttribute("aria-invalid")) field.removeAttribute("aria-invalid");
      }
    }

    async submitted(event) {
      clearTimeout(this.timer);
      if (!this.sending || this.waited) { this.leaving(); return; }
      event.preventDefault();
      await this.sending.catch(() => null);
      this.waited = true;
      setTimeout(() => this.form.requestSubmit(event.submitter));
    }
    leaving() { this.stopped = true; if (this.isDirty()) this.keep(true); }

    offerKept() {
      const offer = this.form.querySelector("[data-kept]");
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(this.store)); } catch { /* nothing readable */ }
      if (!kept) return;
      const arrived = kept.submitted && kept.version !== this.version();
      if (arrived || JSON.stringify(kept.entries) === this.clean || !offer) { this.forget(); return; }
      offer.hidden = false;
      offer.querySelector("[data-kept-at]").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
      offer.querySelector("[data-kept-use]").addEventListener("click", () => { offer.hidden = true; this.putBack(kept.entries); });
      offer.querySelector("[data-kept-drop]").addEventListener("click", () => { offer.hidden = true; this.forget(); });
    }
    putBack(entries) {
      const values = new Map();
      for (const [name, value] of entries) values.set(name, [...(values.get(name) || []), value]);
      for (const field of this.form.elements) {
        if (!field.name || HELD.has(field.name) || field.type === "file") continue;
        const list = values.get(field.name) || [];
        if (field.type === "radio" || field.type === "checkbox") field.checked = list.includes(field.value);
        else if (field.options && field.multiple) for (const o of field.options) o.selected = list.includes(o.value);
        else if (list.length) field.value = list.shift();
      }
      this.form.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  document.addEventListener("house:start", (event) => {
    for (const form of event.detail.querySelectorAll("form[data-autosave]")) {
      if (!form.autosave) form.autosave = new Autosave(form);
    }
  });
})();
