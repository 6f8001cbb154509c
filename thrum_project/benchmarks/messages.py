"""What people write, about twelve words a message."""

MESSAGES = (
    "third night no sleep, something calm on switch under 20 quid please",
    "got dumped yesterday and i just want to forget about it for tonight",
    "me and my gf on the couch, something silly on ps5 tonight",
    "bored out of my mind, been scrolling steam for an hour already",
    "anything like hades but shorter, i have half an hour before work",
    "exam tomorrow, way too stressed, need ten quiet minutes on my phone",
    "want to get lost in a huge world this weekend, no shooters",
    "my six year old wants to build things on the ipad, nothing scary",
    "feeling nostalgic for old platformers, what do you have under ten bucks",
    "lost four ranked games in a row, give me something to smash",
    "just got a steam deck, what should i play first on it",
    "spooky mood tonight, lights off, headphones on, pc please, no zombies",
    "need something brainy for a long flight tomorrow, offline, on my switch",
    "everybody is asleep at last, twenty minutes for me, cozy stuff please",
    "sun is out and i passed my driving test, something bright and happy",
    "four of us online tonight, we want to win at something, pc",
)
