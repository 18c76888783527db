"""Political passages that stand among words of sport, home, art, shops and crime, and must still give events.

The counterpart of `tests/quiet`: what keeps the reader quiet there must not silence it here.
"""

from __future__ import annotations

from dragoman.reading.fiction import plots, told_as_plot
from dragoman.reading.topic import unpolitical, weigh

PASSAGES = [
    (
        "ACCUSE",
        "Kenya accused Uganda on Friday of dumping cheap eggs and chickens on its market. Farmers "
        "near the border say that prices have fallen by a third. Uganda's trade ministry rejected the "
        "charge. Shops in Busia were full of Ugandan eggs at the weekend, and bakers were glad of "
        "them, a customer said.",
    ),
    (
        "SANCTION",
        "Norway has expelled two Russian diplomats who used a fish restaurant in Bergen to meet an "
        "engineer of a shipyard. The waiter noticed that they never finished their soup. Moscow "
        "promised to answer in kind. The engineer, whose wife knew nothing, is in hospital after a "
        "stroke, his lawyer said.",
    ),
    (
        "PROTEST",
        "Thousands of football fans protested in Buenos Aires on Sunday against the government's plan "
        "to close two railway lines. They had come straight from the stadium, in shirts and scarves. "
        "Bands played, and a coach of the national team spoke. Many had walked for an hour from their "
        "homes.",
    ),
    (
        "ASSAULT",
        "Gunmen killed eleven villagers in central Mali on Tuesday as they came home from the market "
        "with rice, sugar and tea. Two women were wounded. The attackers took a herd of cattle and "
        "set fire to the bakery. A farmer who hid in a tree for three hours told the story to his "
        "cousin.",
    ),
    (
        "COERCE",
        "Police in Minsk arrested the singer and opposition activist Darya Kavalenka on Thursday "
        "after a concert in a cafe. Officers took her guitar and the till. Her album, recorded in a "
        "kitchen, has been heard by a million people. Her husband has not been allowed to see her "
        "since, a friend said.",
    ),
    (
        "ACCUSE",
        'Egypt on Monday condemned the film "The Desert Prophet" and its American director. The '
        "foreign ministry called it an insult to believers. Crowds had gathered before a cinema in "
        "Cairo the evening before. The producer, who lives in Los Angeles, says that critics have not "
        "seen the movie.",
    ),
    (
        "AID",
        "Japan will give Samoa 12 million dollars for hospitals after the measles outbreak, the "
        "foreign minister said in Apia on Wednesday. The money pays for vaccines, beds and the "
        "training of nurses. Doctors from Osaka have treated children there since March. Most "
        "patients are under five.",
    ),
    (
        "COERCE",
        "Soldiers seized the stadium in Conakry on Saturday, an hour before the cup final, and "
        "detained the president of the football league. The match was called off. Players were sent "
        "home by bus. The junta says that he gave money for tickets to its enemies. Fans heard shots "
        "behind the stands.",
    ),
    (
        "THREATEN",
        "China threatened on Thursday to stop buying Lithuanian beer and cheese unless Vilnius closes "
        "the office that Taiwan opened there. Brewers hope for customers in Poland. Supermarkets in "
        "Shanghai have already emptied their shelves. A dairy near Kaunas has three months of cheese "
        "in store.",
    ),
    (
        "AGREE",
        "Spain and Morocco have agreed to reopen the border at Melilla to lorries with fruit and "
        "fish. Ministers of both countries shook hands in Rabat on Friday after a lunch that lasted "
        "four hours. Grocers and restaurants in the town have waited for it since the spring. "
        "Tomatoes come first.",
    ),
]
READ = 4
"""Passages whose act is found. Raise it whenever the reader tells more of them; never lower it."""


def test_politics_among_private_words_is_still_read(reader):
    found = [
        any(event.type == kind for event in reader.read(text, published="2023-03-17").events)
        for kind, text in PASSAGES
    ]
    missed = [text[:60] for (_, text), hit in zip(PASSAGES, found, strict=True) if not hit]
    assert sum(found) >= READ, "\n".join(missed)


def test_what_is_told_of_a_work_in_the_present_is_a_plot(reader):
    doc = reader.doc(
        'In "The Last Consul", a thriller, a gunman shoots a minister. Iran banned it on Friday.'
    )
    told = plots(doc)
    assert [t.text for t in doc if t.pos_ == "VERB" and told_as_plot(doc, t.i, told)] == ["shoots"]
    assert not plots(reader.doc('The minister said: "Never again." Police arrested him after the film.'))


def test_police_and_arrest_weigh_against_silence_but_not_against_care(nlp):
    weights = weigh(nlp("Police arrested a burglar with a bicycle and a kettle."))
    assert (weights.private, weights.political, weights.order) == (3, 0, 2)
    assert weights.private_rather
    assert not weights.elsewhere


def test_two_words_count_as_one_with_or_without_a_hyphen(nlp):
    for text in ("The gas station", "The gas-station"):
        assert weigh(nlp(text)).private == 1
    assert weigh(nlp("According to him")) == (0, 0, 0, 3)


def test_a_death_at_a_given_age_weighs_for_a_private_life_unless_it_is_a_politician_s(nlp):
    assert weigh(nlp("The clockmaker Jan Bolt, who has died in Delft aged 88, liked silence.")).private == 2
    assert weigh(nlp("The former minister Jan Bolt, who has died aged 88, liked silence.")).private == 0
    assert not unpolitical(nlp("The former minister Jan Bolt, who has died aged 88, liked silence."))
