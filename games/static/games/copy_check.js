/* Advice on a game's text while it is typed: the form as it stands goes to the server, the notes come back. */
(() => {
  const list = document.querySelector("[data-copy-check]");
  const form = list?.closest("form");
  if (!form) return;
  const READ = ["title", "summary", "feel", "platforms", "genres", "age_rating", "session_minutes", "player_modes",
    "release_date", "image_url", "mood_fit"];
  let waiting, asked = 0;

  const show = (notes) => {
    const items = notes.map(({ field, told, grave }) => {
      const item = document.createElement("li");
      const name = document.createElement("b");
      name.textContent = field;
      item.append(name, `: ${told}`);
      if (grave) item.className = "refused";
      return item;
    });
    if (!items.length) {
      const item = document.createElement("li");
      item.textContent = "Nothing to mend.";
      items.push(item);
    }
    list.replaceChildren(...items);
  };

  const look = async () => {
    const mine = ++asked;
    const told = new FormData(form);
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", ...READ]) for (const value of told.getAll(name)) body.append(name, value);
    try {
      const answer = await fetch(list.dataset.copyCheck, { method: "POST", body, credentials: "same-origin" });
      if (answer.ok && mine === asked) show((await answer.json()).notes);
    } catch {
      /* Offline: the last advice stays. */
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 400);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  look();
})();
