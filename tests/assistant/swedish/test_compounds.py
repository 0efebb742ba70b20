import pytest

from assistant.swedish import synonyms
from assistant.swedish.analysis import Analyzer
from assistant.swedish.compounds import Splitter, split_by_words
from assistant.swedish.hunspell import Dictionary

# Written by hand before the splitter was run on them: public-sector words in all their links.
COMPOUNDS = {
    "samordningsförbundets": "samordning förbund",
    "regleringsbrevet": "reglering brev",
    "kyrkofullmäktige": "kyrka fullmäktige",
    "arbetsförmedlingen": "arbete förmedling",
    "medlemsavgifterna": "medlem avgift",
    "delårsrapporten": "delår rapport",
    "verksamhetsplanen": "verksamhet plan",
    "årsredovisningen": "år redovisning",
    "försäkringskassan": "försäkring kassa",
    "aktivitetsersättning": "aktivitet ersättning",
    "folkhälsoperspektivet": "folkhälsa perspektiv",
    "styrelseledamot": "styrelse ledamot",
    "rehabiliteringskoordinator": "rehabilitering koordinator",
    "behovsanalysen": "behov analys",
    "vårdcentralerna": "vård central",
    "målgrupperna": "mål grupp",
    "deltagarmålet": "deltagare mål",
    "lokalhyran": "lokal hyra",
    "driftbidraget": "drift bidrag",
    "personalkostnader": "personal kostnad",
    "budgetavvikelsen": "budget avvikelse",
    "balansräkningen": "balans räkning",
    "insatsägaren": "insats ägare",
    "förbundschefen": "förbund chef",
    "malmökraften": "malmö kraft",
    "ungdomsarbetslösheten": "ungdom arbetslöshet",
    "långtidssjukskrivna": "långtid sjukskriven",
    "korttidsstudier": "korttid studier",
    "kommunstyrelsen": "kommun styrelse",
    "regionfullmäktige": "region fullmäktige",
    "socialtjänstlagen": "socialtjänst lag",
    "barnomsorgsavgift": "barnomsorg avgift",
    "äldreomsorgen": "äldre omsorg",
    "grundskolelärare": "grundskola lärare",
    "gymnasieskolan": "gymnasium skola",
    "tjänstepensionen": "tjänst pension",
    "skattemyndigheten": "skatt myndighet",
    "hälsoundersökning": "hälsa undersökning",
    "veckomötet": "vecka möte",
    "gatukontoret": "gata kontor",
    "kvinnojouren": "kvinna jour",
    "mansdominerad": "man dominerad",
    "landsbygdsutveckling": "landsbygd utveckling",
    "samverkansavtalet": "samverkan avtal",
    "referensgruppens": "referens grupp",
    "kunskapsspridning": "kunskap spridning",
    "projektledaren": "projekt ledare",
    "statsbidraget": "stat bidrag",
    "kulturförvaltning": "kultur förvaltning",
    "integrationsarbetet": "integration arbete",
    "bostadsort": "bostad ort",
    "poddavsnittet": "podd avsnitt",
    "malmöborna": "malmö bo",
    "resultatredovisning": "resultat redovisning",
    "finsaminsatser": "finsam insats",
    "konferensavgiften": "konferens avgift",
    "jämställdhetsperspektiv": "jämställdhet perspektiv",
    "fallucka": "fall lucka",
    "försörjningsstödet": "försörjning stöd",
    "språkhinder": "språk hinder",
}
WHOLE = [
    "deltagare",
    "ordförande",
    "uppföljning",
    "utvärderingen",
    "kommunens",
    "insatserna",
    "samverkan",
    "avgifterna",
    "kostnaderna",
    "förbundet",
    "medarbetare",
    "återstående",
    "inskrivningar",
    "kartläggningen",
    "stockholm",
]


def _agrees(analyzer: Analyzer, word: str, wanted: str) -> bool:
    """The wanted parts are among the word's terms, and the last part ends its own term."""
    terms = set(analyzer.parts(word))
    return all(analyzer.whole(part) in terms for part in wanted.split())


def test_sixty_compounds_by_hand(analyzer: Analyzer) -> None:
    missed = [word for word, wanted in COMPOUNDS.items() if not _agrees(analyzer, word, wanted)]
    assert len(COMPOUNDS) == 60
    assert len(missed) <= 3, missed


@pytest.mark.parametrize("word", WHOLE)
def test_words_that_are_not_split(analyzer: Analyzer, word: str) -> None:
    assert analyzer.parts(word) == ()


def test_parts_keep_how_they_are_written(dictionary: Dictionary) -> None:
    parts = Splitter(dictionary).split("samordningsförbundets")
    assert [(part.written, part.base) for part in parts] == [
        ("samordnings", "samordning"),
        ("förbundets", "förbund"),
    ]


def test_listed_words_stay_whole(dictionary: Dictionary) -> None:
    assert Splitter(dictionary).split("sjukskrivning")
    assert Splitter(dictionary, ["sjukskrivning"]).split("sjukskrivningens") == ()


def test_own_elements_first_and_last(dictionary: Dictionary) -> None:
    plain = Splitter(dictionary)
    assert plain.split("qvixplan") == ()
    extended = Splitter(dictionary, elements={"qvix": "qvix"}, last={"zorn": "zorn"})
    assert [part.base for part in extended.split("qvixplan")] == ["qvix", "plan"]
    assert [part.base for part in extended.split("qvixzorn")] == ["qvix", "zorn"]


@pytest.mark.parametrize(
    ("word", "words", "parts"),
    [
        ("rehabinsats", {"rehab", "insats"}, ("rehab", "insats")),
        ("kraftsplan", {"kraft", "plan"}, ("kraft", "plan")),
        ("kyrkoråd", {"kyrka", "kyrk", "råd"}, ("kyrk", "råd")),
        ("skolplan", {"skola", "plan"}, ("skola", "plan")),
        ("rehabinsats", {"rehab"}, None),
        ("insats", {"in", "sats"}, None),
    ],
)
def test_splitting_by_an_index_s_own_words(
    word: str, words: set[str], parts: tuple[str, str] | None
) -> None:
    assert split_by_words(word, words) == parts


def test_packaged_whole_words_are_known_to_the_splitter(analyzer: Analyzer) -> None:
    assert {"deltagare", "ordförande"} <= synonyms.load().whole
