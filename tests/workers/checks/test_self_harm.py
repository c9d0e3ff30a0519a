"""A disclosure is told from talk about the subject."""

import pytest

from moderation.comment import Status
from moderation.verdict import decide
from tests.workers.samples import DEFAULT, marked, policy, seen, subject
from workers.checks import self_harm

CHECK = self_harm.build(DEFAULT)

CARED_FOR = {
    "disclosure": [
        "I have suicidal thoughts again since the infusions stopped",
        "I want to die",
        "i just want to DIE",
        "I don't want to be here anymore",
        "I don’t want to live",
        "I keep thinking about ending it all",
        "thinking about ending it all",
        "I can't go on",
        "kms",
        "I've been having suicidal thoughts lately",
        "Honestly I feel suicidal.",
        "My brother died two years ago and I want to die",
        "I used to be happy, now I want to die",
        "there is no reason to live",
        "they would be better off without me",
        "i dont want to wake up tomorrow",
        "Some mornings I wish I had never been born.",
        "I hope I don't wake up tomorrow",
        "I wish I was dead. That is all.",
        "everyone would be better off without me and they know it",
        "nobody would even notice if i disappeared",
        "If I died tonight nobody would care.",
        "honestly im gonna unalive myself",
        "thinking about sewerslide again tbh",
        "im so su1cidal rn",
        "I keep thinking about s*icide",
        "i want to k*ll myself",
        "just want to dieeee",
        "What is the point of living anymore?",
        "I'm tired of being alive",
        "im done with life",
        "The therapist is on holiday and I am going to kill myself",
        "I can't do this anymore. I want it all to end.",
        "My only way out is to take my own life.",
        "suicide feels like the only option left",
        "Why am I still alive",
        "I would rather not exist",
        "I just want to go to sleep and never wake up",
        "I hope a truck hits me on the way home",
        "The only reason I'm still here is my cat",
        "I haven't killed myself yet because of my daughter",
        'I wrote it in my diary: "I want to die"',
        "Ich will nicht mehr leben",
        "Ich möchte sterben, jeden Tag",
        "Ich bringe mich heute um",
        "ya no quiero vivir",
        "me quiero morir",
        "voy a suicidarme, no puedo",
        "Je veux mourir",
        "j'ai envie de me suicider",
        "je ne veux plus vivre",
        "eu quero morrer",
        "não quero mais viver",
        "voglio morire",
        "non voglio più vivere",
        "ik wil niet meer leven",
        "ik wil dood",
    ],
    "plan": [
        "I have been saving up my pills for weeks",
        "Goodbye cruel world",
        "By the time you read this I will be gone",
        "I bought a rope and tied the noose",
        "I wrote my goodbye letters this morning",
        "tonight is my last night",
        "I'm going to jump off the bridge",
        "thinking of stepping in front of a train",
        "i could just swallow the whole bottle of pills",
        "I've picked the date to die",
        "My suicide note is on the table",
        "I put the gun in my mouth last night",
        "thinking about slitting my wrists",
        "I'm planning to overdose on Friday",
        "my car into a tree, that's how it will look",
    ],
    "attempt": [
        "I tried to kill myself last week",
        "Tried the clinic after my second attempt",
        "i overdosed again last night",
        "I attempted suicide yesterday and nobody knows",
        "I have tried to end my life three times",
    ],
    "asks_method": [
        "What is the most painless way to die?",
        "how many pills would it take to die",
        "easiest way to kill myself",
        "How do I hang myself properly",
        "what is a lethal dose of ketamine",
        "Does it hurt to die of an overdose?",
        "how can i commit suicide without pain",
        "Any suicide methods that work?",
    ],
    "self_injury": [
        "I have been cutting myself again",
        "I relapsed and started cutting again after two months clean",
        "i burn myself so i can feel something",
        "I starve myself as punishment",
        "I want to hurt myself so badly",
        "The urge to cut is back",
        "three weeks clean from self harm and I can't stop thinking of it",
        "I took the blade to my wrist",
        "when it gets bad i make myself throw up",
        "my selfharm scars are still fresh",
        "I cut my arms last night",
        "I've been self-harming since school",
    ],
    "third_person": [
        "my friend says she wants to kill herself tonight",
        "My brother is suicidal and I don't know what to do",
        "My son told me he wants to die",
        "I'm worried my sister is going to hurt herself",
        "my best friend just texted me that he took a bottle of pills",
        "She keeps saying she will kill herself if I leave",
        "my daughter is cutting herself",
        "How do I help my husband who is suicidal?",
        "Meine Freundin sagt sie will sterben",
    ],
    "encouragement": [
        "pro-ana tips in my profile",
        "thinspo and ana buddies wanted",
        "How to hide your cuts from your parents",
        "tips for starving yourself without anyone noticing",
        "Suicide is the only way out, trust me",
    ],
    "talk": [
        "Self harm is an addiction like any other, you will see",
        "For me the cutting was a coping mechanism, it still is",
        "sh scars are easier to cover with a tattoo",
    ],
    "distress": [
        "I hate myself. Nobody cares about me and nothing helps anymore.",
        "I'm so tired of everything, I feel worthless and I cry every night",
        "my life is pointless, i feel so alone, i give up",
    ],
}

NOT_CARED_FOR = [
    "",
    "ketamine may help with suicidal thoughts",
    "Suicide prevention saves lives; call the hotline.",
    "my brother attempted suicide in 2010",
    "I used to have suicidal thoughts and the therapy helped",
    "I used to be suicidal, treatment helped",
    "I no longer have suicidal thoughts",
    "I have never been suicidal",
    "I am suicidal no longer",
    "Watching that, I want to die laughing",
    "I was suicidal before the infusions",
    "I had suicidal thoughts as a side effect of the tablets",
    "I don't want to die, I want to get better",
    "Suicidal ideation was the primary outcome of the trial.",
    "This drug made me tired and my hair fell out.",
    "The battery died and the phone wants to die.",
    "It caused suicidal thoughts, so I stopped taking it",
    "This medicine gave me suicidal thoughts within a week, avoid",
    "Suicide rates rose again last year",
    "Self-harm among teenagers rose by a third, the report says",
    "The bill would make assisted suicide legal",
    "I'd kill for a coffee",
    "I was dying to see this film",
    "this traffic makes me want to shoot myself lol",
    "killing myself laughing over here",
    "I nearly died of embarrassment",
    "I shot myself in the foot with that upgrade",
    "My phone is dead and I need a new one",
    "We drove 40 kms to the next clinic",
    "Why are suicide rates higher in spring?",
    "How does ketamine help people who are suicidal?",
    'The patient said "I want to die" in the first scene',
    "> I want to die\nPlease talk to somebody, you matter",
    "Hang in there, you are not alone, it gets better",
    "If you are thinking about suicide, please call somebody. You matter.",
    "My sister killed herself five years ago. I miss her.",
    "He committed suicide in prison",
    "That would be political suicide for the party",
    "The suicide bomber was never identified",
    "I don't want to live in the city any more, too loud",
    "I don't want to live without my garden",
    "They are cutting taxes again and cutting jobs",
    "I cut myself shaving",
    "I cut myself while chopping onions",
    "I burned myself cooking",
    "I hurt myself at the gym",
    "I hit my head on the roof",
    "I can't go on holiday this year",
    "I cannot take this paper seriously",
    "The doctor can end it with one call",
    "What is the lifetime of a session cookie?",
    "How do I kill a process that hangs?",
    "kill -9 the worker, then the child dies",
    "Best way to go is by train",
    "What is the best way to kill weeds?",
    "My grandfather wants to live to a hundred",
    "I need a new razor blade, my arms are too short for this one",
    "Two weeks clean and sober, best decision of my life",
    "We should end it here and agree to differ",
    "I give up, the printer wins",
    "I hate myself for liking this song",
    "Nobody cares about the ending, the acting is great",
    "Goodbye everyone, see you at the next meetup",
    "The band played to the death and we loved it",
    "I'm afraid to die before I have seen Iceland",
    "Meine Oma wollte immer hundert werden",
    "quiero vivir en Madrid",
    "je veux manger",
]


def rules(text: str) -> set[str]:
    return {signal.rule for signal in CHECK(subject(text))}


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in CARED_FOR.items() for text in texts]
)
def test_who_speaks_of_themselves_is_cared_for(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize("text", [text for texts in CARED_FOR.values() for text in texts])
def test_carelessly_written_too(text: str) -> None:
    plain = text.lower().replace("'", "").replace("’", "").replace(".", "")
    assert rules(plain)


@pytest.mark.parametrize("text", NOT_CARED_FOR)
def test_talk_about_the_subject_is_not_a_disclosure(text: str) -> None:
    assert rules(text) == set()
    assert rules(text.lower()) == set()


def test_the_words_of_the_disclosure_are_marked_once() -> None:
    text = "Well. I have suicidal thoughts again, still."
    signal = seen(self_harm, subject(text))["disclosure"]
    assert marked(signal, text) == ["I have suicidal thoughts again"]


def test_marks_stand_true_after_strange_letters() -> None:
    text = 'İİ — "ok"… 🌱\n\nI really, really want to die'
    signal = seen(self_harm, subject(text))["disclosure"]
    assert marked(signal, text) == ["I really, really want to die"]


def test_what_is_found_is_held_never_rejected_and_the_gravest_decides() -> None:
    text = "I want to die and I have been saving up my pills"
    verdict = decide(list(CHECK(subject(text))), DEFAULT)
    assert (verdict.outcome, verdict.category) == (Status.HELD, "self_harm")
    assert verdict.decisive == "self_harm.plan"


def test_without_phrases_nothing_is_seen() -> None:
    assert seen(self_harm, subject("I want to die"), policy("")) == {}
    by = policy('[checks.self_harm]\ndisclosure = ["i ... die"]')
    assert set(seen(self_harm, subject("I did not die"), by)) == {"disclosure"}
