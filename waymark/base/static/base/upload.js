/* Shows how far <form data-upload> has come. The server answers as to any form; its page replaces
   this one's <main>, whether it is the next page or the same one with an error. */
"use strict";
(() => {
  function show(form, share) {
    const box = form.querySelector("[data-progress]");
    if (!box) return;
    box.hidden = false;
    box.querySelector("progress").value = share;
    const text = box.querySelector("[data-share]");
    text.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
  }

  function arrived(request) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main) { location.assign(request.responseURL); return; }
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    history.replaceState(null, "", request.responseURL);
    window.house.start(main);
    if (!main.querySelector(".errors")) main.focus();
  }

  function failed(form) {
    const box = form.querySelector("[data-progress]");
    const words = box?.querySelector("[data-failed]");
    if (words) words.hidden = false;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("upload" in form.dataset) || event.defaultPrevented || !window.FormData) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) show(form, step.loaded / step.total);
    });
    request.addEventListener("load", () => arrived(request));
    request.addEventListener("error", () => failed(form));
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    show(form, 0);
    request.send(body);
  });
})();
