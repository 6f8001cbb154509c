// Live voice: the browser sends the microphone to the provider, which writes down what it hears. Each finished sentence
// goes to our chat as a message of its own; the answer and its games appear there as ever. Nothing is played back.

const button = document.getElementById("talk");
const MOST_MS = 5 * 60_000;
const LAST_WORDS_MS = 3_000;
const MAX_CHARS = Number(document.getElementById("text").maxLength) || 2000;

let talk = null;

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

function heard(raw) {
  let event;
  try {
    event = JSON.parse(raw);
  } catch {
    return;
  }
  if (event?.type !== "conversation.item.input_audio_transcription.completed") return;
  const words = typeof event.transcript === "string" ? event.transcript.trim() : "";
  for (let from = 0; from < words.length; from += MAX_CHARS) tell("thrum:said", words.slice(from, from + MAX_CHARS));
}

function end() {
  if (!talk) return;
  const { connection, sound, timer } = talk;
  talk = null;
  clearTimeout(timer);
  for (const track of sound?.getTracks() ?? []) track.stop();
  setTimeout(() => connection?.close(), LAST_WORDS_MS); // the last sentence is still being written down
  button.setAttribute("aria-pressed", "false");
}

async function key() {
  const response = await fetch(button.dataset.voice, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrfToken() },
  });
  if (response.status === 429) throw new Error("Slow down a little, then try again.");
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail || "Nobody can listen right now. Type instead?");
  return answer;
}

async function begin() {
  const mine = { connection: null, sound: null, timer: setTimeout(end, MOST_MS) };
  talk = mine;
  button.setAttribute("aria-pressed", "true");
  tell("thrum:trouble", "");
  try {
    mine.sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    const { key: token, url } = await key();
    mine.connection = new RTCPeerConnection();
    for (const track of mine.sound.getAudioTracks()) mine.connection.addTrack(track, mine.sound);
    const events = mine.connection.createDataChannel("oai-events");
    events.addEventListener("message", (message) => heard(message.data));
    events.addEventListener("close", () => talk === mine && end());
    mine.connection.addEventListener("connectionstatechange", () => {
      if (mine.connection.connectionState === "failed" && talk === mine) end();
    });
    await mine.connection.setLocalDescription(await mine.connection.createOffer());
    const answer = await fetch(url, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/sdp" },
      body: mine.connection.localDescription.sdp,
    });
    if (!answer.ok) throw new Error("Nobody can listen right now. Type instead?");
    await mine.connection.setRemoteDescription({ type: "answer", sdp: await answer.text() });
    if (talk !== mine) throw new Error(""); // they pressed again meanwhile
  } catch (error) {
    for (const track of mine.sound?.getTracks() ?? []) track.stop();
    mine.connection?.close();
    if (talk === mine) {
      end();
      const isRefused = error.name === "NotAllowedError" || error.name === "NotFoundError";
      tell("thrum:trouble", isRefused ? "Your browser lets us have no microphone." : error.message);
    }
  }
}

if (navigator.mediaDevices && window.RTCPeerConnection) {
  button.addEventListener("click", () => (talk ? end() : begin()));
  window.addEventListener("pagehide", end);
} else button.hidden = true;
