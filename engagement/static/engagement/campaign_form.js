"use strict";
// Shows only what the chosen kind, trigger and rule have a use for. Without scripts everything is there.
(() => {
  const byName = (name) => document.querySelector(`[name="${name}"]`);
  const kind = byName("kind");
  if (!kind) return;
  const trigger = byName("trigger"), reEntry = byName("re_entry");
  const show = (name, isShown) => {
    const line = document.querySelector(`.field-line.field-${name}`);
    if (!line) return;
    line.hidden = !isShown;
    const row = line.closest(".form-row");
    if (row) row.hidden = [...row.querySelectorAll(".field-line")].every((one) => one.hidden);
  };
  const update = () => {
    const triggered = kind.value === "triggered", what = triggered ? trigger.value : "";
    show("recurs", kind.value === "recurring");
    show("trigger", triggered);
    show("threshold_hours", triggered);
    show("moods", what === "mood");
    show("least_readings", what === "mood");
    show("drop_percent", what === "price_drop");
    show("re_entry_days", reEntry.value === "after_days");
  };
  for (const one of [kind, trigger, reEntry]) {
    one.addEventListener("change", update);
    if (window.django && window.django.jQuery) window.django.jQuery(one).on("change", update);  // select2 tells nobody else
  }
  update();
})();
