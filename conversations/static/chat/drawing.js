// What a message looks like. Everything that people or the catalogue wrote goes in as text, never as markup.
"use strict";

const URLS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;

function element(tag, className, content) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (content !== undefined) node.textContent = content;
  return node;
}

function withLinks(node, content) {
  let from = 0;
  for (const match of content.matchAll(URLS)) {
    node.append(content.slice(from, match.index));
    const link = element("a", "", match[0]);
    link.href = match[0];
    link.target = "_blank";
    link.rel = "noopener nofollow";
    node.append(link);
    from = match.index + match[0].length;
  }
  node.append(content.slice(from));
  return node;
}

function isWeb(address) {
  return /^https?:\/\//.test(address || "");
}

function drawCard(card) {
  const node = element("article", "card");
  if (isWeb(card.image_url)) {
    const image = element("img");
    image.alt = "";
    image.loading = "lazy";
    image.addEventListener("error", () => image.remove());
    image.src = card.image_url;
    node.append(image);
  }
  const about = element("div", "about");
  const title = element("h2");
  title.append(element("span", "number", `${card.number}.`), card.title);
  const facts = element("ul", "facts");
  if (card.price) facts.append(element("li", "price", card.price));
  for (const platform of card.platforms || []) facts.append(element("li", "", platform));
  about.append(title, element("p", "why", card.reason), facts);
  if (isWeb(card.link)) {
    const go = element("a", "go", "store page");
    go.href = card.link;
    go.target = "_blank";
    go.rel = "noopener nofollow";
    go.setAttribute("aria-label", `Store page of ${card.title}`);
    about.append(go);
  }
  node.append(about);
  return node;
}

function drawMessage(message) {
  const turn = element("div", `turn${message.mine ? " mine" : ""}${message.note ? " note" : ""}`);
  if (message.text) turn.append(withLinks(element("div", "bubble"), message.text));
  if (message.cards?.length) {
    const cards = element("div", "cards");
    cards.append(...message.cards.map(drawCard));
    turn.append(cards);
  }
  if (message.after) turn.append(withLinks(element("div", "bubble"), message.after));
  if (message.at) {
    const time = element("time", "", new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    time.dateTime = message.at;
    turn.append(time);
  }
  return turn;
}
