"""Whole messages that mean one thing for certain, in the languages that players write in."""

from __future__ import annotations

from conversations.understanding.normalise import fold


def _phrases(text: str) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in text.split("|"))


# First what Twilio itself listens to, then other languages.
STOP_WORDS = _phrases(
    """
    stop | stpo | sotp | sopt | tsop | stopall | stop all | unsubscribe | cancel | end | quit | optout | opt out | revoke | unsub | remove me |
    stop it | stop this | stop messages | stop texts | para | parar | pare | parad | alto | baja | cancelar |
    detener | basta | desuscribir | no mas mensajes | ya no me escribas | sair | desinscrever | chega | arret |
    arreter | arretez | stopper | desabonner | desinscription | stopp | stoppen | aufhoren | aufhoeren | abmelden |
    abbestellen | ferma | fermati | smettila | disiscrivi | afmelden | stoppe | sluta | avsluta | lopeta | przestan
    | wypisz | стоп | отписаться | отпиши | dur | iptal | durdur | band karo | bandh karo | band kar do | ruko |
    roko | mat bhejo | message mat karo | message mat bhejo | बंद करो | रुको | रोको | tigil | itigil | itigil mo |
    tama na | berhenti | hentikan | توقف | الغاء | إلغاء | ايقاف | 停止 | 停 | 退订 | 取消 | やめて | 停止して | 중지 | 그만 | simama
    | duro
    """
)
START_WORDS = _phrases(
    """
    start | unstop | subscribe | resume | restart | opt in | optin | resubscribe | start again | unmute | unpause |
    reactivate | begin again | sign me up | empezar | comenzar | reanudar | iniciar | comecar | reiniciar |
    commencer | reprendre | starten | anfangen | shuru karo | chalu karo | shuru | simulan | старт | начать | ابدأ |
    开始 | 開始 | 시작
    """
)
HELP_WORDS = _phrases(
    """
    help | help me | menu | info | commands | command | options | instructions | guide | tutorial | faq | ? | ?? |
    ??? | how | how does this work | how does it work | how do you work | what can you do | what do you do | what is
    this | ayuda | ajuda | aide | hilfe | madad | tulong | usage | manual | помощь | what can i do | what can i ask
    | what can i say | how to use
    """
)
HUMAN_WORDS = _phrases(
    """
    human | agent | operator | representative | real person | a human | person | support | customer service |
    customer support | customer care | live agent | real human | human agent | un humano | humano | agente |
    atendente | persona | mensch | humain | insaan
    """
)
ERASE_WORDS = _phrases(
    """
    delete my data | erase my data | forget me | delete me | erase me | delete my account | delete everything | wipe
    everything | borrar mis datos | apagar meus dados | gdpr | delete data
    """
)
GREET_WORDS = _phrases(
    """
    hi | hii | hello | helo | hey | heya | hiya | heyo | yo | yoo | sup | wassup | wsp | howdy | hola | ola | oi |
    oii | bonjour | salut | hallo | ciao | namaste | namaskar | salaam | salam | salaams | kumusta | kamusta | gday
    | g'day | ayo | aye | aloha | hullo | hai | heyy | hej | hei | ahoj | privet | shalom | konnichiwa | annyeong |
    merhaba | hilo | ello | henlo | greetings | wagwan | wagwarn
    """
)
# What may stand beside a greeting without making it more than one.
GREET_REST = _phrases(
    """
    there | bot | thrum | again | mate | bro | bruv | man | dude | friend | my | all | everyone | guys | buddy | fam
    | sis | boss | chief | pal | to | you | u | good | morning | afternoon | evening | day | buenas | buenos | dias
    | tardes | noches | bom | dia | boa | tarde | noite | tudo | bem | tag | guten | morgen | first | time | here |
    anyone | home | ji | bhai | yaar | team | im | back | is | how | are | ya | doing | whats | up | what's | going
    | it's | hows | how's | everything | today | que | tal | comment | ca | va
    """
)

# None of these is a slip of another word: "stopp" is no misspelt "stops".
SINGLE_WORDS = frozenset(
    word
    for phrases in (STOP_WORDS, START_WORDS, HELP_WORDS, HUMAN_WORDS, ERASE_WORDS, GREET_WORDS, GREET_REST)
    for phrase in phrases
    for word in phrase.split()
)

LIKES_BY_EMOJI = frozenset("👍🔥❤🧡💛💚💙💜🖤😍🥰🤩🙌👌💯👏🎉🥳🫶😎✅💪🤘🏆😊😄😁☺🤝⭐🌟💖💕💗💘😻🆒🙂😋✨")
DISLIKES_BY_EMOJI = frozenset("👎🤢🤮😒🙄😐😑🥱😴❌🚫🙅😕🫤😖😣💩🤦😠😡🤨🗑")
GAME_BY_EMOJI = frozenset("🎮🎲👾🕹")
MORE_BY_EMOJI = frozenset("➡⏭🔄🔁⏩▶👉🔃")
MOOD_BY_EMOJI = {
    face: mood
    for mood, faces in {
        "sad": "😭😢💔😔😞🙁☹🥺😿🥲🌧",
        "tired": "😴🥱😪😫🔋🪫",
        "spooky": "🧟👻🎃😱💀🕷🔪🧛",
        "angry": "😡🤬😠👿💢",
        "stressed": "😰😩😓🤯😵🫠😬",
        "bored": "😐😑🙄😒",
        "happy": "🎉🥳😊😄😁🌞☀🌈😃🎂",
        "hyped": "🔥⚡🚀🤘💥🧨🏎",
        "competitive": "🏆🥇😤⚔🥊",
        "adventurous": "🗺🧭🏔🪐✈🏕🐉",
        "nostalgic": "🕹👾📼",
        "creative": "🎨🏗🖌🧱🛠",
        "brainy": "🧠🧩🕵♟🤓",
        "silly": "🤪🤡😜🤣🪿",
        "chill": "🍵🧸🌿🛋☕😌🕯🧘🌱",
    }.items()
    for face in faces
}
