// What the list of foods gains with a script: it answers while someone types. Everything works without it.
"use strict";

(() => {
  const form = document.querySelector("[data-find]");
  const found = document.getElementById("found");
  const PAUSE_MS = 200;
  let waiting = 0;
  let asked = null;

  const ask = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.replaceChildren(...page.getElementById("found").childNodes);
      history.replaceState(null, "", address);
    } catch (error) {
      // Typed on, or no connection: what stands there stays, and the button still searches.
      if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    ask();
  });
})();
