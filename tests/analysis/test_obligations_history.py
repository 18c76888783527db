"""Questions from history, and who was bound to whom by what on that day.

Each question names the treaties under which help was owed (`owed`, with a `?` where that is in doubt), those
under which talks were owed (`talks`), and those that were no duty (`no`), by the ids of the data.
"""

# ruff: noqa: E501  (a question reads best in as few lines as it has)

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from dragoman.analysis.obligations import obligations


@dataclass(frozen=True)
class Question:
    """Who was attacked by whom and when; what must come out."""

    about: str
    attacked: str
    by: str | None
    on: str
    owed: str = ""
    talks: str = ""
    no: str = ""
    who: dict[str, str] = field(default_factory=dict)
    """Treaty → all codes that it calls on, or those that must be among them after a `+`."""
    where: str | None = None
    suppose: tuple[str, ...] = ()


NATO_1982 = "BEL CAN DEU DNK FRA GRC ISL ITA LUX NLD NOR PRT TUR USA"
QUESTIONS = [
    # Before and after a treaty.
    Question("Korea 1950: no treaty yet, the United Nations acted", "South Korea", "North Korea", "1950-06-25"),
    Question("Korea 1953", "KOR", "PRK", "1955-01-01", owed="usa-korea", talks="usa-korea", who={"usa-korea": "USA"}),
    Question("Finland 2022: the EU, not yet NATO", "Finland", "Russia", "2022-06-01", "eu", no="nato uk-finland csto",
             who={"eu": "+ SWE IRL DEU FRA"}),
    Question("Finland 2023, on the day", "FIN", "RUS", "2023-04-04", "nato eu", "nato", who={"nato": "+ USA TUR"}),
    Question("Finland 2023, the day before", "FIN", "RUS", "2023-04-03", "eu", no="nato"),
    Question("Sweden 2024, the day before", "SWE", "RUS", "2024-03-06", "eu", no="nato uk-sweden"),
    Question("Sweden 2024, on the day", "SWE", "RUS", "2024-03-07", "nato eu", "nato"),
    Question("Montenegro 2017", "MNE", "RUS", "2017-06-05", "nato", "nato"),
    Question("West Germany 1960", "West Germany", "East Germany", "1960-01-01", "nato weu", "nato", no="warsaw",
             who={"weu": "BEL FRA GBR ITA LUX NLD"}),
    Question("East Germany 1955: in the pact from its first day", "East Germany", "West Germany", "1955-06-04", "warsaw",
             no="nato weu"),
    Question("Poland 1950: bound to Moscow alone", "Poland", "West Germany", "1950-01-01", "soviet-poland"),
    Question("Yugoslavia 1956", "Yugoslavia", "Soviet Union", "1956-11-10", "balkan-pact?", no="warsaw"),
    Question("East Germany 1960", "East Germany", "West Germany", "1960-01-01", "warsaw",
             who={"warsaw": "ALB BGR CSK HUN POL ROU RUS"}, no="nato weu"),
    # Ukraine.
    Question("Ukraine 2014: assurances are no defence", "UKR", "RUS", "2014-03-01", no="budapest csto",
             who={"budapest": "GBR USA"}),
    Question("Ukraine 2022", "Ukraine", "Russia", "2022-02-24", no="budapest csto"),
    Question("Ukraine 2022, if in NATO", "UKR", "RUS", "2022-01-27", "nato", "nato", "budapest csto",
             suppose=("UKR joins NATO",)),
    Question("Ukraine 2025: agreements that promise talks and arms", "UKR", "RUS", "2025-01-01",
             talks="ukraine-agreements", no="budapest", who={"ukraine-agreements": "+ GBR FRA USA EUR JPN"}),
    Question("the same agreements are about Russia only", "UKR", "HUN", "2025-01-01", no="budapest nato"),
    Question("Kursk 2024, before the treaty with North Korea", "RUS", "UKR", "2024-08-06",
             "csto? russia-armenia? russia-abkhazia? russia-south-ossetia? russia-uzbekistan?",
             "csto union-state russia-dprk-2000 russia-china-2001", no="russia-dprk-2024 russia-azerbaijan-2022"),
    Question("Kursk 2024, after it", "RUS", "UKR", "2024-12-10",
             "csto? russia-armenia? russia-abkhazia? russia-south-ossetia? russia-uzbekistan? russia-dprk-2024?",
             "csto union-state russia-dprk-2024 russia-china-2001", who={"russia-dprk-2024": "PRK"}),
    Question("Crimea struck by Ukraine: not Russia's as most see it", "RUS", "UKR", "2023-06-01", where="Crimea",
             talks="csto union-state russia-dprk-2000 russia-china-2001", no="csto russia-armenia"),
    # Area.
    Question("Falklands 1982: outside Art. 6", "Falklands", "Argentina", "1982-04-02", "anglo-portuguese?", "nato",
             no="nato weu rio", who={"nato": NATO_1982}),
    Question("Argentina 1982: the Rio Treaty, though the UN named it the aggressor", "ARG", "GBR", "1982-05-01",
             "rio?", "rio", no="nato", who={"rio": "+ USA VEN PER"}),
    Question("Hawaii: outside Art. 6, inside the Pacific treaties", "Hawaii", "PRK", "2018-01-13",
             "rio anzus usa-korea usa-philippines", "nato rio anzus usa-japan usa-korea usa-philippines manila",
             no="nato usa-japan manila"),
    Question("Algeria 1955 was inside Art. 6", "FRA", "EGY", "1956-10-01", "nato", "nato manila",
             where="French Algeria", no="weu manila"),
    Question("Goa 1961", "Goa", "IND", "1961-12-18", "anglo-portuguese?", "nato", no="nato"),
    Question("Greenland lies inside", "Greenland", "RUS", "2025-01-20", "nato eu?", "nato"),
    Question("Ceuta lies in Africa", "Ceuta", "MAR", "2022-01-01", "eu", "nato", no="nato"),
    Question("New Caledonia", "New Caledonia", None, "2022-01-01", "eu? aachen france-greece?", "nato", no="nato"),
    Question("Senkaku: under Japan's administration", "Senkaku", "CHN", "2020-01-01", "usa-japan", "usa-japan",
             no="china-dprk", who={"usa-japan": "USA"}),
    Question("Takeshima: not under Japan's administration", "JPN", "KOR", "2010-01-01", where="Takeshima",
             talks="usa-japan", no="usa-japan usa-korea"),
    Question("Japan owes nothing for an attack on New York", "USA", "RUS", "1985-01-01",
             "nato rio anzus usa-korea? usa-philippines",
             "nato rio anzus usa-japan usa-korea usa-philippines manila", no="usa-japan manila"),
    Question("American forces in Japan: there it does", "USA", "PRK", "2018-01-01", where="Japan",
             owed="usa-japan", talks="nato rio anzus usa-japan usa-korea usa-philippines manila",
             no="nato rio anzus usa-korea usa-philippines", who={"usa-japan": "JPN"}),
    Question("Guantánamo: outside Art. 6, inside the Rio Treaty", "USA", "RUS", "1985-01-01", where="Guantanamo", owed="rio",
             talks="nato rio anzus usa-japan usa-korea usa-philippines manila", no="nato anzus"),
    Question("Gulf of Tonkin 1964: ships are not territory", "USA", "North Vietnam", "1964-08-02", where="Gulf of Tonkin",
             owed="anzus usa-philippines manila", no="nato rio usa-japan usa-korea usa-taiwan-1954",
             talks="nato rio anzus usa-japan usa-korea usa-philippines manila"),
    Question("Yellow Sea 2010", "KOR", "PRK", "2010-03-26", "usa-korea?", "usa-korea", where="Yellow Sea"),
    Question("West Berlin 1961", "West Berlin", "East Germany", "1961-08-13", "nato weu", "nato", no="warsaw"),
    Question("Thitu: claimed by others, too", "PHL", "CHN", "2024-06-17", "usa-philippines? manila?",
             "usa-philippines manila", where="Thitu", no="china-dprk"),
    Question("Philippines: Second Thomas Shoal", "PHL", "CHN", "2024-06-17", "usa-philippines manila?",
             "usa-philippines manila", where="Second Thomas Shoal", no="china-dprk"),
    Question("Damansky 1969: not in Europe", "RUS", "CHN", "1969-03-02", where="Damansky Island",
             owed="ussr-dprk soviet-mongolia soviet-hungary? soviet-bulgaria?", no="warsaw finland-soviet sino-soviet"),
    # Both are bound by the same treaty.
    Question("Greece and Turkey: both in NATO", "Greece", "Turkey", "2022-09-01", "eu france-greece greece-uae?", "nato",
             no="nato turkey-azerbaijan", who={"france-greece": "FRA", "eu": "+ CYP DEU"}),
    Question("Turkey and Greece", "TUR", "GRC", "2022-09-01", "turkey-azerbaijan", "nato", no="nato"),
    Question("Hungary 1956", "Hungary", "Soviet Union", "1956-11-04", no="warsaw soviet-hungary"),
    Question("Czechoslovakia 1968", "Czechoslovakia", "USSR", "1968-08-20", no="warsaw soviet-czechoslovakia"),
    Question("Kuwait 1990: the League was bound both ways", "Kuwait", "Iraq", "1990-08-02", "arab-league?", "arab-league",
             who={"arab-league": "+ EGY SAU SYR"}),
    Question("Kyrgyzstan and Tajikistan 2022", "KGZ", "TJK", "2022-09-16", talks="csto", no="csto"),
    Question("Honduras 1969: the Rio Treaty knows attacks by Americans", "HND", "SLV", "1969-07-14", "rio", "rio"),
    Question("Panama 1989: and by the United States", "Panama", "USA", "1989-12-20", "rio", "rio"),
    Question("Sino-Soviet: neither's treaty is about the other", "CHN", "RUS", "1969-03-15", "china-dprk",
             no="sino-soviet warsaw"),
    # A treaty of the attacker's.
    Question("Georgia 2008", "Georgia", "Russia", "2008-08-08", no="csto"),
    Question("Armenia 2020, in Karabakh: outside Armenia", "ARM", "AZE", "2020-09-27", talks="csto",
             where="Nagorno-Karabakh", no="csto russia-armenia turkey-azerbaijan"),
    Question("Armenia 2022: on Armenia's own ground", "ARM", "AZE", "2022-09-13", "csto russia-armenia", "csto",
             who={"csto": "BLR KAZ KGZ RUS TJK"}, no="turkey-azerbaijan"),
    Question("Armenia 2024: it froze its part", "ARM", "AZE", "2024-06-01", "csto? russia-armenia", "csto"),
    Question("Azerbaijan 2020", "AZE", "ARM", "2020-10-01", "turkey-azerbaijan", no="csto russia-armenia",
             who={"turkey-azerbaijan": "TUR"}),
    # Who attacks is no state, or nobody from outside.
    Question("11 September 2001", "USA", "al-Qaeda", "2001-09-12",
             "nato? rio? anzus? usa-korea? usa-philippines?",
             "nato rio anzus usa-japan usa-korea usa-philippines manila", no="usa-japan manila"),
    Question("Paris 2015: France named the EU's clause", "FRA", "Islamic State", "2015-11-17", "eu? eu nato?", "nato"),
    Question("Kazakhstan 2022: unrest at home is no attack", "Kazakhstan", "Kazakhstan", "2022-01-05", talks="csto",
             no="csto"),
    Question("Turkey 2012: an aircraft over the Mediterranean", "Turkey", "Syria", "2012-06-22", "nato turkey-azerbaijan",
             "nato"),
    Question("Turkey 2020: soldiers in Syria", "TUR", "SYR", "2020-02-27", "", "nato", no="nato turkey-azerbaijan",
             where="Syria"),
    # Members of one union and not of the other.
    Question("Cyprus 2022: in the EU, not in NATO", "CYP", "TUR", "2022-01-01",
             "eu cyprus-guarantee? cyprus-alliance?", no="nato greece-cyprus"),
    Question("Cyprus 1974", "Cyprus", "Turkey", "1974-07-20",
             "cyprus-guarantee? cyprus-alliance?", no="nato",
             who={"cyprus-guarantee": "GBR GRC", "cyprus-alliance": "GRC"}),
    Question("Norway: in NATO, not in the EU", "Norway", "Russia", "2022-01-01", "nato", "nato"),
    Question("Ireland", "Ireland", "Russia", "2024-06-01", "eu", no="csto"),
    Question("the United Kingdom after it left the EU", "GBR", "RUS", "2020-02-01", "nato anglo-portuguese?", "nato",
             no="eu lancaster-house"),
    Question("Switzerland", "CHE", "DEU", "2020-01-01", no="nato"),
    Question("Kosovo", "Kosovo", "Serbia", "2023-09-24"),
    # Asia, the Pacific, the Middle East, Africa.
    Question("Taiwan 2022: a law is no treaty", "Taiwan", "China", "2022-08-03", no="taiwan-relations-act china-dprk"),
    Question("Taiwan 1958", "TWN", "CHN", "1958-08-23", "usa-taiwan-1954"),
    Question("Quemoy 1958: by agreement only", "Quemoy", "CHN", "1958-08-23", "usa-taiwan-1954?"),
    Question("New Zealand: the United States suspended its duty", "NZL", "IDN", "1990-01-01", "anzus manila?",
             "anzus manila", no="anzus"),
    Question("Vietnam 1979: talks with Moscow", "Vietnam", "China", "1979-02-17", talks="soviet-vietnam",
             no="china-dprk"),
    Question("Pakistan 1971", "Pakistan", "India", "1971-12-03", "manila", "manila usa-pakistan cento"),
    Question("India 1971", "India", "Pakistan", "1971-12-03", talks="soviet-india india-nepal", no="manila"),
    Question("Malaysia: talks among five", "Malaysia", None, "2000-01-01", talks="five-power"),
    Question("Malaysia 1964", "MYS", "IDN", "1964-08-17", "amda"),
    Question("Kuwait 1961, three weeks before the League took it in", "KWT", "IRQ", "1961-06-30", "uk-kuwait",
             no="arab-league", who={"uk-kuwait": "GBR"}),
    Question("Egypt 1967", "Egypt", "Israel", "1967-06-05", "arab-league egypt-syria-1966 egypt-jordan-1967",
             "arab-league", who={"egypt-jordan-1967": "IRQ JOR", "egypt-syria-1966": "SYR"}),
    Question("Israel 1973", "Israel", "Egypt", "1973-10-06", no="usa-israel arab-league"),
    Question("Qatar 2025", "Qatar", "Israel", "2025-10-05", "arab-league gcc", "arab-league", no="usa-qatar"),
    Question("Pakistan 2025, before and after", "PAK", "IND", "2025-05-07", no="saudi-pakistan", talks="usa-pakistan"),
    Question("Pakistan 2025, after", "PAK", "IND", "2025-10-01", "saudi-pakistan?", "usa-pakistan"),
    Question("Iran 2025: a partnership is no alliance", "Iran", "Israel", "2025-10-10", no="russia-iran-2025"),
    Question("Niger 2023: the Sahel's charter", "NER", "NGA", "2023-09-20", "sahel ecowas? au-pact?",
             who={"sahel": "BFA MLI"}),
    Question("Congo 2023", "Democratic Republic of the Congo", "Rwanda", "2023-06-01",
             "sadc? great-lakes? au-pact? eccas?"),
    Question("Marshall Islands", "Marshall Islands", "CHN", "2020-01-01", "compacts", no="china-dprk"),
    Question("Cuba 1962: no treaty with Moscow", "Cuba", "USA", "1962-10-24", no="nato rio"),
    Question("Abkhazia: recognised by few", "Abkhazia", "Georgia", "2010-01-01", "russia-abkhazia"),
]  # fmt: skip


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: f"{q.about} ({q.on})")
def test_who_was_bound(asked: Question) -> None:
    answer = obligations(asked.attacked, asked.by, asked.on, asked.suppose, where=asked.where)
    owed = {call.treaty + "?" * bool(call.doubts) for call in answer.direct}
    assert owed == set(asked.owed.split())
    assert {call.treaty for call in answer.consult} == set(asked.talks.split())
    not_bound = {row.treaty: row for row in answer.not_bound}
    assert set(asked.no.split()) <= set(not_bound)
    assert all(row.why and row.source for row in answer.not_bound)
    called: dict[str, set[str]] = {}
    for call in (*answer.direct, *answer.consult):
        called.setdefault(call.treaty, set()).update(c.code for c in call.callers)
    for row in answer.not_bound:
        called.setdefault(row.treaty, set(row.who))
    for treaty, codes in asked.who.items():
        wanted = set(codes.removeprefix("+").split())
        assert wanted <= called[treaty] if codes.startswith("+") else wanted == called[treaty]
