"""What each list of the admin is for, in a sentence: above the list, and alone where the list is empty yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PURPOSES: Final[Mapping[str, str]] = {
    "analytics.alert": "Each time that a figure went beyond the bound of an alert rule, and how long it stayed there.",
    "analytics.alertrule":
        "Bounds for figures of the dashboards: what is beyond one stands on top of every page, and is mailed.",
    "conversations.account": "Players who signed up with an e-mail. Found by the whole address, which only some see.",
    "conversations.contact": "Everybody who talks with us: how to reach them, what they allow, how they are.",
    "conversations.erasurereceipt": "Proof that somebody was erased: how many rows of what went, and nothing of whom.",
    "conversations.handover":
        "Times in which a person led a talk instead of the bot: who waits, who answered, how it ended.",
    "conversations.harmlessphrase": "Words that moderation stops at no more. They come from flags that somebody undid.",
    "conversations.journeytext": "Courses of five to seven questions about a genre, and how those who take them do.",
    "conversations.letter": "Letters that players wrote to the penpal: when each is due, and what became of it.",
    "conversations.message": "Every message in and out, and what became of it on its way.",
    "conversations.missgroup":
        "Messages that the bot did not understand, alike ones together: teach what they mean, or put them "
        "aside.",
    "conversations.modelcall":
        "Every question to a language model: what for, how long it took, what it cost, what came of it.",
    "conversations.moderationflag": "Messages at which moderation stopped, those that wait for a verdict first.",
    "conversations.partner": "Companies whose apps use our API. Each gets service tokens of its own.",
    "conversations.personatext":
        "The words of each persona at each level of English: edit one, try it on some players, take it back.",
    "conversations.reminder": "Games that players asked to be told of again, and whether they were.",
    "conversations.savedchat":
        "Chats with what should come of them, played again before a change goes live. Save one from the "
        "simulator.",
    "conversations.servicetoken":
        "Keys with which partners' apps reach our API. A key is told once, when it is issued.",
    "conversations.session": "Talks, one sitting each: what was said, how it felt, what was offered.",
    "conversations.slangword": "Words of the street with their meaning, so that the bot understands them.",
    "conversations.switch": "Switches that stop what we start ourselves, or put the bot in maintenance.",
    "conversations.taughtexample":
        "Messages with the meaning that an editor gave them. The bot learns them within seconds.",
    "engagement.attention":
        "Each message that nobody asked for took some of a person's attention; limits count them here.",
    "engagement.campaign":
        "What we write to many people first: who gets it, when, in which words, and what came of it.",
    "engagement.campaignversion": "A copy of each campaign as it was approved. What leaves is what was approved.",
    "engagement.cyclerun":
        "Every hour the engagement cycle decides for everybody whether to write first: how many it looked at.",
    "engagement.decision": "Why each person is not written to first right now, and from when on they may be.",
    "engagement.enrolment": "People under way in a campaign: where each stands, and why somebody left.",
    "engagement.experiment":
        "Two ways compared on people drawn by chance: what is tried, how long still, which one wins.",
    "engagement.holdoutrule":
        "Shares of people whom we leave alone on purpose, to know what writing to the others brings.",
    "engagement.messageprice": "What a message costs by country and kind, so that campaigns can tell what they cost.",
    "engagement.messagetemplate":
        "Texts that WhatsApp has to approve before they may leave outside the reply window of 24 hours.",
    "engagement.messagetext": "What a check-in says, in each tone.",
    "engagement.segment": "Groups of people by what is known of them, for campaigns and dashboards.",
    "engagement.sendingrules": "Quiet hours, and how many messages that nobody asked for a person gets at most.",
    "engagement.touch": "Every message that we planned to write first, and why it did or did not leave.",
    "games.bulkrun": "What was done to many rows at once, what became of each, and a way to take it back.",
    "games.change": "Who changed what by hand, when and why, with before and after.",
    "games.exchangerate": "What a currency is worth, so that prices can be compared.",
    "games.fairstart": "New games that get their first showings: how many, and what came of them.",
    "games.game": "The catalogue: everything that can be recommended.",
    "games.genre": "Genres as the catalogue calls them.",
    "games.headermapping": "What the columns of strangers' files mean. Delete one, and it is asked anew.",
    "games.importbatch": "Files that were brought into the catalogue: checked, written, and undone if need be.",
    "games.impression": "Each game that was shown to somebody: how sure we were, why, and what became of it.",
    "games.interaction": "What players did with games: liked, disliked, clicked, saved, played.",
    "games.job": "Long work in the background, with progress; it can be stopped and resumed.",
    "games.modelartefact": "What was learnt from talks and plays. Each version can be tried and taken back.",
    "games.mood": "The sixteen moods, what each asks of a game, and phrases that tell it.",
    "games.namemapping": "What foreign names of genres, tags and platforms mean in ours.",
    "games.offer": "What a game costs, and where.",
    "games.platform": "Machines that games run on.",
    "games.player": "What is known of each player's taste, apart from who they are.",
    "games.playercluster": "Players of one taste, found by what they liked.",
    "games.playtitle": "Titles in logs of plays, and which game of the catalogue each one is.",
    "games.rankingrule": "Wishes of ours that move picks: offer some games more, less or never, from a day to a day.",
    "games.slate": "Each answer with picks, all its candidates, and how it was put together.",
    "games.tag": "Tags as the catalogue calls them.",
    "django_q.failure": "Tasks that ended in an error, with what it said. They are tried three times.",
    "django_q.ormq": "Tasks that wait for a worker. Mostly there are none: they are done at once.",
    "django_q.schedule": "What the clock starts by itself, and when next.",
    "auth.user": "Everybody who may sign in here, with their roles.",
    "auth.group": "What each role may do. They come with every release.",
    "axes.accesslog": "Who signed in, when and from where. Kept for half a year.",
    "axes.accessfailurelog": "Who tried to sign in and was refused.",
    "thrum_project.savedfilter": "Filters of lists that were given a name.",
}  # fmt: skip
