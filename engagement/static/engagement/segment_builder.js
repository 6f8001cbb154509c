// The builder of segments: groups of conditions, kept as JSON in the form's own field, counted while they change.
// Without this script the field is a plain text field with the same JSON.
"use strict";

(() => {
  const panel = document.getElementById("segment-panel");
  if (!panel) return;
  const known = JSON.parse(document.getElementById("segment-builder").textContent);
  const field = document.querySelector("textarea.segment-tree");
  const fields = new Map(known.fields.map((one) => [one.key, one]));
  const part = (name) => panel.querySelector(`[data-${name}]`);
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const MATCHES = { all: "all of these", any: "at least one of these", none: "none of these" };
  const WAIT_MS = 350;
  let tree = read();
  let numbers = 0;

  function read() {
    try {
      const told = field ? JSON.parse(field.value) : known.stored;
      if (told && Array.isArray(told.rules)) return told;
    } catch {
      // What cannot be read is begun anew; the page has told so above the field.
    }
    return { match: "all", rules: [] };
  }

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "value") element.value = value;
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  function options(pairs, chosen) {
    return pairs.map(([key, label]) => make("option", { value: key, selected: key === chosen }, label));
  }

  // --- The tree ---------------------------------------------------------------------------
  const root = make("div", { class: "segments builder" });

  function draw(focus) {
    root.replaceChildren(group(tree, null, "", 1));
    if (focus) root.querySelector(focus)?.focus();
    changed();
  }

  function group(node, parent, place, depth) {
    const name = `match-${++numbers}`;
    const here = (number) => (place ? `${place}.${number}` : `${number}`);
    const select = make("select", { id: name, onchange: () => { node.match = select.value; changed(); } },
      ...options(Object.entries(MATCHES), node.match));
    const head = make("div", { class: "head" },
      make("label", { for: name }, depth === 1 ? "Who fulfils" : "fulfils"), select,
      parent ? remove("this group", parent, node, place) : null);
    const list = make("ol", {}, ...node.rules.map((rule, index) => make("li", {},
      "match" in rule ? group(rule, node, here(index + 1), depth + 1) : condition(rule, node, here(index + 1)))));
    const add = (rule, focus) => () => { node.rules.push(rule()); draw(focus(here(node.rules.length))); };
    const adds = make("div", { class: "adds" },
      make("button", { type: "button", class: "press", "data-add": place || "root",
        onclick: add(() => ({ fact: "" }), (at) => `[data-place="${at}"] select`) }, "Add condition"),
      depth < known.deepest ? make("button", { type: "button", class: "press",
        onclick: add(() => ({ match: "any", rules: [{ fact: "" }] }), (at) => `[data-place="${at}.1"] select`) },
      "Add group") : null);
    const empty = node.rules.length ? null
      : make("p", { class: "quiet" }, depth === 1 ? "No conditions: everybody is in." : "This group is empty.");
    return make("div", { class: "group", role: "group", "aria-label": `Conditions ${place}`.trim(),
      "data-place": place || "root" }, head, empty, list, trouble(), adds);
  }

  function remove(what, parent, node, place) {
    return make("button", { type: "button", class: "away", "aria-label": `Remove ${what}`, title: `Remove ${what}`,
      onclick: () => {
        parent.rules.splice(parent.rules.indexOf(node), 1);
        draw(`[data-add="${place.includes(".") ? place.replace(/\.\d+$/, "") : "root"}"]`);
      } }, "✕");
  }

  function trouble() {
    return make("p", { class: "trouble", hidden: true });
  }

  function condition(node, parent, place) {
    const about = fields.get(node.fact);
    const groups = [...new Set(known.fields.map((one) => one.group))];
    const facts = make("select", { "aria-label": "Fact", class: "fact",
      onchange: () => {
        const next = fields.get(facts.value);
        for (const key of Object.keys(node)) delete node[key];
        node.fact = facts.value;
        if (next) node.is = next.operators[0][0];
        draw(`[data-place="${place}"] .fact`);
      } },
    make("option", { value: "", selected: !about }, "choose a fact…"),
    ...groups.map((label) => make("optgroup", { label },
      ...options(known.fields.filter((one) => one.group === label).map((one) => [one.key, one.label]), node.fact))));
    const asks = about && make("select", { "aria-label": "What of it", class: "is",
      onchange: () => {
        const kept = known.ofList.includes(node.is) === known.ofList.includes(asks.value)
          && known.ofSpan.includes(node.is) === known.ofSpan.includes(asks.value);
        node.is = asks.value;
        if (!kept || !needsValue(node)) delete node.value;
        draw(`[data-place="${place}"] .is`);
      } }, ...options(about.operators, node.is));
    return make("div", { class: "condition", role: "group", "aria-label": `Condition ${place}`, "data-place": place },
      make("div", { class: "row" }, facts, asks, about && value(node, about),
        remove(about ? `the condition on ${about.label}` : "this condition", parent, node, place)), trouble());
  }

  function needsValue(node) {
    return [...known.ofList, ...known.ofSpan, ...known.ofNumber].includes(node.is);
  }

  function value(node, about) {
    if (known.ofList.includes(node.is)) return known.free.includes(about.key) ? words(node, about) : chooser(node, about);
    if (known.ofSpan.includes(node.is)) return span(node);
    if (known.ofNumber.includes(node.is)) return number(node, about);
    return null;
  }

  function number(node, about) {
    const input = make("input", { type: "number", min: about.least, max: about.most, step: "any", inputmode: "decimal",
      "aria-label": about.label, value: node.value ?? "",
      oninput: () => { node.value = input.value; changed(); } });
    return make("span", { class: "pair" }, input, about.unit);
  }

  function span(node) {
    node.value ??= { amount: 7, unit: "days" };
    const amount = make("input", { type: "number", min: 1, step: 1, inputmode: "numeric", "aria-label": "How many",
      value: node.value.amount, oninput: () => { node.value.amount = amount.value; changed(); } });
    const unit = make("select", { "aria-label": "Of what", onchange: () => { node.value.unit = unit.value; changed(); } },
      ...options(known.units.map((one) => [one, one]), node.value.unit));
    return make("span", { class: "pair" }, amount, unit);
  }

  function words(node, about) {
    const id = `words-${++numbers}`;
    const input = make("input", { type: "text", list: id, autocomplete: "off", "aria-label": about.label,
      placeholder: "berlin, lagos", value: (node.value || []).join(", "),
      oninput: () => { node.value = input.value.split(",").map((one) => one.trim()).filter(Boolean); changed(); } });
    return make("span", { class: "pair wide" }, input,
      make("datalist", { id }, ...known.cities.map((one) => make("option", { value: one }))));
  }

  function chooser(node, about) {
    const labels = new Map(about.choices);
    const summary = make("summary", {});
    const tell = () => {
      const chosen = (node.value || []).map((key) => labels.get(key) || key);
      summary.textContent = chosen.length ? chosen.join(", ") : "choose…";
    };
    // What was chosen once and is no choice any more is shown, so that it can be taken away.
    const lost = (node.value || []).filter((key) => !labels.has(key)).map((key) => [key, key]);
    // What is chosen stands first, so that a long list need not be searched for it.
    const isChosen = ([key]) => (node.value || []).includes(key);
    const inOrder = [...lost, ...about.choices.filter(isChosen), ...about.choices.filter((one) => !isChosen(one))];
    const boxes = inOrder.map(([key, label]) => {
      const box = make("input", { type: "checkbox", value: key, onchange: () => {
        const rest = (node.value || []).filter((one) => one !== key);
        node.value = box.checked ? [...rest, key] : rest;
        tell();
        changed();
      } });
      box.checked = (node.value || []).includes(key);
      return make("label", {}, box, label);
    });
    const find = about.choices.length > 12 && make("input", { type: "search", placeholder: "find", class: "find",
      "aria-label": `Find among ${about.label}`, oninput: () => {
        const sought = find.value.trim().toLowerCase();
        for (const box of boxes) box.hidden = !box.textContent.toLowerCase().includes(sought);
      }, onkeydown: (event) => { if (event.key === "Enter") event.preventDefault(); } });
    tell();
    const nothing = about.choices.length ? null : make("p", { class: "quiet" }, "There are none yet.");
    const choices = make("div", { class: "choices", role: "group", "aria-label": about.label },
      find || null, nothing, ...boxes);
    const details = make("details", { class: "chooser",
      onkeydown: (event) => {
        if (event.key !== "Escape" || !details.open) return;
        event.preventDefault();
        details.open = false;
        summary.focus();
      },
      // Not by touch: a keyboard on the screen would cover the choices. The event comes a moment after the list is open:
      // whoever is among the choices by then stays there, or the next key would be written into the search.
      ontoggle: () => {
        if (!details.open || !find || choices.contains(document.activeElement)) return;
        if (matchMedia("(hover: hover)").matches) find.focus({ preventScroll: true });
      },
    }, summary, choices);
    return details;
  }

  document.addEventListener("click", (event) => {
    for (const one of root.querySelectorAll("details.chooser[open]")) if (!one.contains(event.target)) one.open = false;
  });

  // --- What the server says of it -----------------------------------------------------------
  let waiting = 0;
  let asked = new AbortController();

  function changed() {
    if (field) field.value = JSON.stringify(tree);
    part("count").classList.add("old");
    clearTimeout(waiting);
    waiting = setTimeout(recount, WAIT_MS);
  }

  async function ask(want, more = {}) {
    const response = await fetch(panel.dataset.ask, {
      method: "POST", credentials: "same-origin", signal: asked.signal,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ tree, want, segment: panel.dataset.segment, ...more }),
    });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no answer");
    return response.json();
  }

  const told = (number) => Number(number).toLocaleString("en");
  const percent = (share) => (share > 0 && share < 0.001 ? "< 0.1" : (share * 100).toFixed(1).replace(/\.0$/, ""));

  async function recount() {
    asked.abort();
    asked = new AbortController();
    try {
      const found = await ask("count");
      complain(found.problems || []);
      if (found.problems) return;
      const share = found.everybody ? found.people / found.everybody : 0;
      part("count").textContent = told(found.people);
      part("count").classList.remove("old");
      part("of").textContent = `of ${told(found.everybody)} people, ${percent(share)} %`;
      part("share").style.width = `${share * 100}%`;
      part("words").textContent = `${found.words[0].toUpperCase()}${found.words.slice(1)}.`;
      part("as-of").textContent = found.asOf
        ? `By what was known at ${new Date(found.asOf).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}; counted in ${found.ms} ms.`
        : "The facts of people are being gathered for the first time; come back in some minutes.";
      await showPeople();
    } catch (error) {
      if (error.name !== "AbortError") complain([["", "The server could not be reached, or you are no longer signed in."]]);
    }
  }

  function complain(problems) {
    for (const line of root.querySelectorAll(".trouble")) { line.hidden = true; line.textContent = ""; }
    const rest = [];
    for (const [place, words] of problems) {
      const line = place && root.querySelector(`[data-place="${place}"] > .trouble`);
      if (!line) { rest.push(words); continue; }
      line.textContent = words;
      line.hidden = false;
      // What is only not chosen yet is no mistake.
      line.classList.toggle("gentle", words.startsWith("choose"));
    }
    part("trouble").hidden = !rest.length;
    part("trouble").textContent = rest.join("; ");
    panel.classList.toggle("stale", problems.length > 0);
    if (!problems.length) return;
    part("count").textContent = "–";
    part("of").textContent = "not counted until the rule is complete";
    part("words").textContent = part("as-of").textContent = "";
    part("share").style.width = "0";
  }

  async function showPeople() {
    const found = await ask("people");
    if (found.problems) return;
    const nobody = found.mayNotSee ? "You may not see people." : "Nobody is in.";
    part("people").replaceChildren(...(found.people.length ? found.people.map(person) : [make("li", { class: "quiet" }, nobody)]));
    const shown = found.overlaps.map((one) => make("li", {}, make("a", { href: one.url }, one.name),
      make("span", {}, told(one.both))));
    part("overlaps").replaceChildren(...(shown.length ? shown : [make("li", { class: "quiet" }, "There is no other segment.")]));
  }

  function person(one) {
    const facts = make("dl", {}, ...one.facts.map(([label, words]) => make("div", {}, make("dt", {}, label), make("dd", {}, words))));
    return make("li", {}, make("div", { class: "head" }, make("a", { href: one.url }, one.who),
      make("span", { class: "quiet" }, one.reached),
      make("button", { type: "button", class: "press small", onclick: () => { part("person").value = one.id; explain(); },
        "aria-label": `Why is ${one.who} in?` }, "Why?")), facts);
  }

  async function explain() {
    const wanted = part("person").value.trim();
    if (!wanted) { part("person").focus(); return; }
    const reasons = part("reasons");
    try {
      const found = await ask("why", { person: wanted });
      if (found.problems) {
        reasons.replaceChildren(make("p", { class: "trouble" }, found.problems.map(([, words]) => words).join("; ")));
        return;
      }
      reasons.replaceChildren(
        make("p", {}, make("b", {}, found.who), ` is ${found.isIn ? "in" : "out"}, by what is true now.`),
        make("ul", { class: "lines" }, ...found.lines.map((line) => make("li", {
          class: `depth-${line.depth} ${line.helps ? "helps" : "hinders"}` },
        make("span", { class: "mark", "aria-hidden": "true" }, line.holds ? "✓" : "✗"),
        make("span", {}, line.words, make("span", { class: "unseen" }, line.holds ? ": holds" : ": does not hold"),
          line.isGroup ? null : make("small", {}, line.found))))));
    } catch {
      reasons.replaceChildren(make("p", { class: "trouble" }, "The server could not be reached, or you are no longer signed in."));
    }
  }

  part("others").addEventListener("click", () => showPeople().catch(() => {}));
  part("why").addEventListener("click", explain);
  part("person").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    explain();
  });

  panel.hidden = false;
  if (field) {
    field.hidden = true;
    field.after(root);
  }
  draw();
})();
