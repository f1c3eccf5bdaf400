// What the pages gain with a script: a word while the plan is being worked out, ticks that stay, a print button.
// Everything works without it.
"use strict";

(() => {
  const STORE = "nutriplan.ticks.";

  // Planning takes a few seconds: say so, and do not plan twice.
  for (const form of document.querySelectorAll("[data-busy-form]")) {
    const button = form.querySelector("[data-busy-button]");
    const text = form.querySelector("[data-busy-text]");
    const progress = form.querySelector("[data-busy-progress]");
    const idle = text.textContent;
    const setBusy = (busy) => {
      button.setAttribute("aria-disabled", String(busy));
      form.classList.toggle("is-busy", busy);
      progress.hidden = !busy;
      text.textContent = busy ? text.dataset.busyMessage : idle;
    };
    form.addEventListener("submit", (event) => {
      if (form.classList.contains("is-busy")) {
        event.preventDefault();
        return;
      }
      setBusy(true);
    });
    // Coming back with the browser's back button shows the page as it was left.
    window.addEventListener("pageshow", () => setBusy(false));
  }

  // A ticked danger sign unticks "None of these fits me". Never the other way: a sign is not cleared by a stray tap.
  const none = document.getElementById("id_no_flags");
  document.querySelectorAll('[name="red_flags"], [name="further_flags"]').forEach((sign) => {
    sign.addEventListener("change", () => {
      if (sign.checked) none.checked = false;
    });
  });

  // An error in a fold must not hide: jumping to a box opens what it stands in.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    if (target) target.focus();
  };
  window.addEventListener("hashchange", reveal);

  const problems = document.getElementById("problems");
  if (problems) problems.focus();

  // Ticks of the shopping list stay on this device, for this plan only.
  const plan = document.querySelector("[data-plan]");
  const ticks = document.querySelectorAll("[data-tick]");
  const drop = (keep) => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(STORE) && key !== keep) localStorage.removeItem(key);
    }
  };
  try {
    if (plan && ticks.length) {
      const key = STORE + plan.dataset.plan;
      drop(key);
      const ticked = new Set(JSON.parse(localStorage.getItem(key) || "[]"));
      ticks.forEach((box) => {
        box.checked = ticked.has(box.dataset.tick);
        box.addEventListener("change", () => {
          if (box.checked) ticked.add(box.dataset.tick);
          else ticked.delete(box.dataset.tick);
          localStorage.setItem(key, JSON.stringify([...ticked]));
        });
      });
    }
    document.querySelectorAll("[data-forget]").forEach((form) => form.addEventListener("submit", () => drop(null)));
  } catch (error) {
    // A browser that refuses storage: the boxes still tick, they are just not remembered.
    if (!(error instanceof DOMException)) throw error;
  }

  // On paper nothing can be opened, and no caution may be missing.
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".fold-cautions").forEach((fold) => { fold.open = true; });
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
