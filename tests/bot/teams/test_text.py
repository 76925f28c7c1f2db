"""The shapes in which Teams writes a text and its mentions, as the turn that comes of them."""

import json
import time

import pytest

from bot.teams.payloads import Activity
from bot.teams.text import typed_line
from handlers.domain.people import Mention, MentionKind
from tests.bot.teams.fake_teams import APP, BOT

DANA = Mention("dana", "Dana Roy")


def bot(**fields):
    told = {"type": "mention", "text": "<at>Careloop</at>"}
    return told | {"mentioned": {"id": BOT, "name": "Careloop"}} | fields


def dana(text="<at>Dana Roy</at>", **mentioned):
    said = {"id": "29:dana", "aadObjectId": "dana", "name": "Dana Roy"} | mentioned
    told = {"type": "mention", "text": text, "mentioned": said}
    told["mentioned"] = {key: value for key, value in said.items() if value is not None}
    return {key: value for key, value in told.items() if value is not None}


async def understood(site, turns, text, *entities, **fields):
    activity = site.teams.in_channel(text=text, entities=list(entities), **fields)
    assert (await site.deliver(activity))[0] == 200
    return turns[-1]


BOT_SHAPES = {
    "plain": ("<at>Careloop</at> find sorry", bot()),
    "a hard space behind it": ("<at>Careloop</at>&nbsp;find sorry", bot()),
    "two lines around it": ("\r\n<at>Careloop</at> find sorry\r\n", bot()),
    "no space": ("<at>Careloop</at>find sorry", bot()),
    "in capitals": ("<AT>Careloop</AT> find sorry", bot()),
    "with a number": ('<at id="0">Careloop</at> find sorry', bot()),
    "with its id": (f'<at id="{BOT}">Careloop</at> find sorry', bot(text="")),
    "with its id in the entity's text": (
        f'<at id="{BOT}">Careloop</at> find sorry',
        bot(text=f'<at id="{BOT}">Careloop</at>', mentioned={"id": BOT}),
    ),
    "with other attributes": ('<at itemid="0" class="x y">Careloop</at>find sorry', bot()),
    "at the end": ("find sorry <at>Careloop</at>", bot()),
    "in the middle": ("find <at>Careloop</at> sorry", bot()),
    "twice": ("<at>Careloop</at> find sorry <at>Careloop</at>", bot()),
    "in blocks": ("<div><div><at>Careloop</at>&nbsp;find</div>\n<div>sorry</div></div>", bot()),
    "in a paragraph": ("<p><at>Careloop</at> find sorry</p>", bot()),
    "over lines": ("<at>Careloop</at><br>find<br/>sorry", bot()),
    "no text in the entity": ("<at>Careloop</at> find sorry", bot(text=None)),
    "no name": ("<at>Careloop</at> find sorry", bot(mentioned={"id": BOT})),
    "no name and no text": ("<at>Renamed</at> find sorry", bot(text=None, mentioned={"id": BOT})),
    "no id": ("<at>Careloop</at> find sorry", bot(mentioned={"name": "Careloop"})),
    "an empty id": ("<at>Careloop</at> find sorry", bot(mentioned={"id": "", "name": "Careloop"})),
    "the bare id": ("<at>Careloop</at> find sorry", bot(mentioned={"id": APP.upper()})),
    "nobody mentioned": ("<at>Careloop</at> find sorry", {"type": "mention", "mentioned": None}),
    "another name than it has": ("<at>Our bot</at> find sorry", bot(text="<at>Our bot</at>")),
    "a name of two words in two tags": (
        "<at>Care</at>&nbsp;<at>Loop</at> find sorry",
        bot(text="<at>Care</at>", mentioned={"id": BOT, "name": "Care"}),
        bot(text="<at>Loop</at>", mentioned={"id": BOT, "name": "Loop"}),
    ),
    "no entity at all": ("<at>Careloop</at> find sorry",),
    "no entity, and another name": ("<at>Our bot</at> find sorry",),
    "no tag": ("@Careloop find sorry", bot(text="@Careloop")),
    "no tag and no sign": ("Careloop find sorry", bot(text="Careloop")),
    "only the words": ("@careloop find sorry",),
    "marked as in a client": (
        '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Careloop</span>'
        "&nbsp;find sorry",
        bot(),
    ),
}


@pytest.mark.parametrize("shape", BOT_SHAPES.values(), ids=BOT_SHAPES)
async def test_the_mention_of_the_bot_is_no_word_of_the_line(shape, site, turns):
    text, *entities = shape
    turn = await understood(site, turns, text, *entities)
    assert (turn.intent, " ".join(turn.text.split()), turn.mentions) == ("find", "sorry", ())


OTHERS = {
    "plain": ("for <at>Dana Roy</at>'s calm", [dana()]),
    "no text in the entity": ("for <at>Dana Roy</at>'s calm", [dana(text=None)]),
    "no name": ("for <at>Dana Roy</at>'s calm", [dana(name=None)]),
    "neither": ("for <at>Dana Roy</at>'s calm", [dana(text=None, name=None)]),
    "only the first name in the text": ("for <at>Dana</at>'s calm", [dana("<at>Dana</at>")]),
    "only a part, and no text": ("for <at>Dana</at>'s calm", [dana(text=None)]),
    "one tag for each word": (
        '<at id="0">Careloop</at> for <at id="1">Dana</at>&nbsp;<at id="1">Roy</at>\'s calm',
        [bot(), dana()],
    ),
    "an entity for each word": (
        "for <at>Dana</at> <at>Roy</at>'s calm",
        [dana("<at>Dana</at>", name="Dana"), dana("<at>Roy</at>", name="Roy")],
    ),
    "no tag": ("for @Dana Roy's calm", [dana("@Dana Roy")]),
    "in another order than told": (
        "for <at>Dana Roy</at>'s calm <at>Careloop</at>",
        [bot(), dana()],
    ),
    "in bold": ("for <b><at>Dana Roy</at></b>'s calm", [dana()]),
    "the bot first, of which nobody tells": ("<at>X</at> for <at>Dana Roy</at>'s calm", [dana()]),
}


@pytest.mark.parametrize(("text", "entities"), OTHERS.values(), ids=OTHERS)
async def test_somebody_else_keeps_name_and_id(text, entities, site, turns):
    turn = await understood(site, turns, text, *entities)
    assert f"{turn.intent} {turn.text}".split() == ["for", "@Dana", "Roy's", "calm"]
    assert turn.mentions == (DANA,)


async def test_a_name_with_a_sign_of_html_is_read_once(site, turns):
    said = {"id": "29:x", "aadObjectId": "x", "name": "Test ($~&amp)"}
    entity = {"type": "mention", "mentioned": said}
    turn = await understood(site, turns, "thank <at>Test ($~&amp;amp)</at>", entity)
    assert turn.text == "@Test ($~&amp)"
    assert turn.mentions == (Mention("x", "Test ($~&amp)"),)


async def test_two_of_one_name_stay_two(site, turns):
    sams = [dana("<at>Sam</at>", id=f"29:{n}", aadObjectId=f"s{n}", name="Sam") for n in (1, 2)]
    turn = await understood(site, turns, "thank <at>Sam</at> and <at>Sam</at>", *sams)
    assert turn.text == "@Sam (1) and @Sam (2)"
    assert [each.id for each in turn.mentions] == ["s1", "s2"]


async def test_who_is_named_without_an_id_is_only_a_name(site, turns):
    entity = {"type": "mention", "text": "<at>Bo</at>", "mentioned": {"name": "Bo"}}
    turn = await understood(site, turns, "thank <at>Bo</at> now", entity)
    assert (turn.text, turn.mentions) == ("@Bo now", ())


async def test_another_bot_is_a_bot(site, turns):
    entity = {
        "type": "mention",
        "text": "<at>Polly</at>",
        "mentioned": {"id": "28:polly", "name": "Polly"},
    }
    turn = await understood(site, turns, "<at>Careloop</at> find <at>Polly</at>", bot(), entity)
    assert turn.mentions == (Mention("28:polly", "Polly", MentionKind.BOT),)


TEXTS = {
    "signs of HTML": ("find A &amp; B &lt;3", "A & B <3"),
    "escaped markup": ("find &lt;b&gt;", "<b>"),
    "escaped twice": ("find &amp;lt;b", "&lt;b"),
    "a number for a sign": ("find it&#39;s &#x41;", "it's A"),
    "no sign at all": ("find R&D; &nosuch; AT&T", "R&D; &nosuch; AT&T"),
    "an address": ("find https://x.example/?a=1&region=2", "https://x.example/?a=1&region=2"),
    "angle brackets of a person": ("find <parcel 12> 3 < 4 > 2", "<parcel 12> 3 < 4 > 2"),
    "bold and italics": ("<p>find <strong>so</strong><em>rry</em></p>", "sorry"),
    "a link": ('find <a href="https://x.example">this</a>', "this"),
    "a picture": ('find this <img alt="image" src="https://x.example/y">', "this"),
    "an emoji": (
        'find <at><img alt="🍺" itemid="beer" itemtype="http://schema.skype.com/Emoji"></at> it',
        "🍺 it",
    ),
    "lines": ("find one<br>two<div>three</div>four", "one\ntwo\nthree\nfour"),
    "list": ("<p>find</p><ul><li>one</li><li>two</li></ul>", "one\ntwo"),
    "hidden signs": ("find\u200b so\u200brry\u200e", "sorry"),
    "a comment": ("find <!-- x -->sorry", "sorry"),
    "an open tag": ("find <at>sorry", "sorry"),
    "what it answers": (
        '<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong>Bo'
        "</strong><p>earlier words</p></blockquote><p>find sorry</p>",
        "sorry",
    ),
}


@pytest.mark.parametrize("format_", ["plain", "xml", "markdown", None])
@pytest.mark.parametrize(("text", "words"), TEXTS.values(), ids=TEXTS)
async def test_words_come_without_markup(text, words, format_, site, turns):
    turn = await understood(site, turns, text, textFormat=format_)
    assert (turn.intent, turn.text) == ("find", words)


@pytest.mark.parametrize("text", [None, "", " \n", "&nbsp;"])
async def test_without_a_text_the_attached_words_are_read(text, site, turns):
    content = (
        '<div><span itemtype="http://schema.skype.com/Mention" itemid="0">Careloop</span> find '
        '<span itemtype="http://schema.skype.com/Mention" itemid="1">Dana Roy</span></div>'
    )
    attached = [
        {"contentType": "application/vnd.card", "content": {"x": 1}},
        {"contentType": "text/html", "content": content},
    ]
    turn = await understood(site, turns, text, bot(), dana(), attachments=attached)
    assert (turn.intent, turn.text, turn.mentions) == ("find", "@Dana Roy", (DANA,))


@pytest.mark.parametrize(
    "piece",
    [
        "<at>",
        "<at>x</at>",
        "<",
        "<blockquote itemtype=schema.skype.com/Reply>",
        "&",
        "<!--",
        "</at>",
    ],
)
async def test_a_long_text_of_anything_takes_no_time(piece, site):
    told = site.teams.in_channel(text=(piece * 100_000)[:100_000], entities=[bot(), dana()] * 250)
    activity = Activity.model_validate_json(json.dumps(told))
    began = time.process_time()
    typed_line(activity)
    assert time.process_time() - began < 30.0  # a bound on hanging, not on speed
