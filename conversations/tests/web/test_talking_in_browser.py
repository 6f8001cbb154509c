"""Talking in a real Chromium with a microphone that is made up; who writes down what is said plays on this machine."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, BrowserType, Page, Request, expect

from conversations.knowledge import in_use as knowledge
from conversations.llm import speech
from conversations.llm.standin import KEY
from conversations.tests.companions.conftest import shelf  # noqa: F401
from conversations.tests.dialogue.conftest import shelf_encoder  # noqa: F401
from conversations.tests.waiting import wait_until
from conversations.tests.warm_model import warm_model

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Sound goes nowhere; the channel on which the provider says what it heard is at hand as `window.talk`.
_CONNECTION = """
window.talk = { begun: 0, tracks: [], closed: 0 };
window.RTCPeerConnection = class extends EventTarget {
  connectionState = "new"; localDescription = null;
  constructor() { super(); window.talk.begun += 1; }
  addTrack(track) { window.talk.tracks.push(track); }
  createDataChannel(name) { window.talk.channel = new EventTarget(); return window.talk.channel; }
  async createOffer() { return { type: "offer", sdp: "v=0 an offer" }; }
  async setLocalDescription(offer) { this.localDescription = offer; }
  async setRemoteDescription(answer) { document.body.dataset.answered = answer.type; }
  close() { window.talk.closed += 1; }
};
"""


@pytest.fixture
def provider(settings, monkeypatch):
    monkeypatch.setattr(speech, "_SECONDS_FOR_A_KEY", 60.0)  # however busy the machine is
    settings.LLM_NOT_FOR = frozenset({"story", "journey", "moderation", "wishes", "english", "letters"})
    with warm_model() as standin:
        settings.LLM_BASE_URL, settings.LLM_API_KEY, settings.LLM_VOICE_MODEL = standin.url, KEY, "gpt-realtime"
        yield standin


@pytest.fixture
def browser_with_a_microphone(browser_type: BrowserType, browser_type_launch_args):
    told = {**browser_type_launch_args}
    told["args"] = [*told["args"], "--use-fake-device-for-media-stream"]
    browser = browser_type.launch(**told)
    yield browser
    browser.close()


def hear(page: Page, words: str) -> None:
    """The provider has written down a sentence."""
    said = {"type": "conversation.item.input_audio_transcription.completed", "transcript": words}
    page.evaluate(
        "(data) => window.talk.channel.dispatchEvent(new MessageEvent('message', { data }))", json.dumps(said)
    )


@pytest.fixture
def games(transactional_db, shelf):  # noqa: F811
    """And what understanding knows, which no visitor of a test should wait for."""
    knowledge.current()
    return shelf


def test_what_is_said_becomes_messages_and_games_appear_until_the_button_is_pressed_again(
    provider, live_server, games, browser_with_a_microphone: Browser
):
    context = browser_with_a_microphone.new_context()
    page = context.new_page()
    under_way: set[Request] = set()
    page.on("request", lambda request: under_way.add(request))
    page.on("requestfinished", lambda request: under_way.discard(request))
    page.on("requestfailed", lambda request: under_way.discard(request))
    page.add_init_script(_CONNECTION)
    page.goto(f"{live_server.url}/chat/")
    talk = page.get_by_role("button", name="Talk")
    # The microphone is refused, and that is said.
    talk.click()
    expect(page.get_by_role("alert")).to_have_text("Your browser lets us have no microphone.")
    expect(talk).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.talk.begun") == 0, "nobody was rung up"
    # Let in, it listens.
    context.grant_permissions(["microphone"])
    talk.click()
    expect(talk).to_have_attribute("aria-pressed", "true")
    expect(page.locator("body")).to_have_attribute("data-answered", "answer")
    assert page.evaluate("window.talk.tracks[0].kind") == "audio"
    assert provider.keys[-1] == "Bearer ek_for_tests"
    hear(page, "something calm on switch")
    expect(page.locator(".mine .bubble")).to_have_text("something calm on switch")
    expect(page.locator(".card").first).to_be_visible()
    expect(talk).to_have_attribute("aria-pressed", "true")
    # Pressed again, it is over and the microphone is let go.
    talk.click()
    expect(talk).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.talk.tracks[0].readyState") == "ended"
    # The line stays open for a moment, for the last sentence is still on its way.
    wait_until(lambda: page.evaluate("window.talk.closed") == 1, look_again=lambda: page.wait_for_timeout(50))
    # Emptying the tables while the server still answers ends in a deadlock.
    wait_until(lambda: not under_way, look_again=lambda: page.wait_for_timeout(50))
    context.close()
