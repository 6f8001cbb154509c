"""What people mean by an emoji where its Unicode name says something else, in the words of the example bank."""

from __future__ import annotations

EMOTICONS = {
    ":)": "🙂", ":-)": "🙂", "(:": "🙂", "=)": "🙂", ":d": "😄", ":-d": "😄", "xd": "😂", ";)": "😉",
    ":(": "🙁", ":-(": "🙁", ":'(": "😢", "):": "🙁", ">:(": "😠", "<3": "❤", "</3": "💔", ":/": "😕",
    ":p": "😛", ":o": "😮", "t_t": "😭", ":|": "😐", "^^": "😊", "-_-": "😑",
}  # fmt: skip

EMOJI_MEANINGS = {
    "😭": "crying", "😢": "sad crying", "💔": "heartbroken", "🥲": "bittersweet", "🙃": "not fine", "😔": "sad", "😞": "sad",
    "🙁": "sad", "☹": "sad", "😩": "overwhelmed", "😫": "exhausted", "🥱": "bored sleepy", "😴": "sleepy tired",
    "😪": "sleepy tired", "💀": "lol", "☠": "lol", "😂": "lol", "🤣": "lol", "😅": "haha", "🔥": "fire", "💯": "perfect",
    "👍": "good", "👎": "bad no", "🙌": "yay", "👌": "perfect", "😍": "love it", "🥰": "love it", "🤩": "amazing",
    "❤": "love", "🧡": "love", "💛": "love", "💚": "love", "💙": "love", "💜": "love", "🖤": "love", "😡": "angry",
    "🤬": "furious", "😠": "angry", "😤": "determined to win", "🤢": "disgusting", "🤮": "disgusting", "😒": "unimpressed",
    "🙄": "annoyed", "😐": "meh", "😑": "bored meh", "😕": "unsure", "👻": "ghost spooky", "🎃": "halloween spooky",
    "😱": "scared", "🧟": "zombie spooky", "🕷": "spooky", "😰": "anxious", "😨": "scared", "😥": "anxious",
    "😓": "stressed", "😟": "worried", "🥺": "please", "🧠": "brain thinking", "🧩": "puzzle", "🎉": "celebrate",
    "🥳": "celebrate party", "🎊": "celebrate", "🎂": "birthday", "🍻": "beers party", "🍵": "cup of tea calm",
    "☕": "coffee calm", "🌿": "calm nature", "🧸": "cozy", "🌱": "calm growing", "🌧": "rainy", "☀": "sunny",
    "🌞": "sunny happy", "🌈": "happy colourful", "🤪": "silly goofy", "😜": "silly", "🤡": "silly clown", "😄": "happy",
    "😊": "happy", "🙂": "happy", "😁": "happy", "⚡": "energy", "🚀": "hyped", "💪": "strong hyped", "🤘": "rock on",
    "😎": "cool", "🏆": "win", "🥇": "win", "⚔": "fight", "🗺": "explore map", "🧭": "explore", "🏔": "mountains explore",
    "✈": "travel", "🪐": "space", "🎨": "creative art", "🏗": "building", "🛠": "building crafting", "🕹": "retro arcade",
    "👾": "retro game", "📼": "retro", "👋": "hi", "🙏": "thanks please", "🤖": "robot", "🙈": "embarrassed",
    "🫠": "melting overwhelmed", "🤒": "sick", "🤧": "sick", "🤕": "hurt", "🥔": "potato", "🔁": "another", "🔄": "another",
    "➡": "next", "⏭": "next", "🤷": "do not know", "🎮": "game", "🥹": "touched", "✨": "", "👀": "curious", "🫶": "love",
    "🤝": "deal", "😉": "", "😛": "silly", "😮": "wow", "😆": "haha", "🥴": "drunk", "💨": "exhausted", "👏": "bravo",
    "😌": "calm", "🛋": "sofa calm", "🌙": "night", "🌊": "sea", "🏖": "beach calm", "🎶": "music", "🎸": "music rock on",
    "💥": "explosion", "💣": "explosion", "🧨": "explosion", "🔪": "slasher spooky", "🩸": "blood spooky",
    "🧛": "vampire spooky", "🦇": "spooky",
}  # fmt: skip
