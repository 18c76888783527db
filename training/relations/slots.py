"""Fillers of the slots of relation frames: real countries and institutions, invented persons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SLOT = re.compile(r"\{([a-z]+?)(\d?)\}")

COUNTRIES = [
    line.split("|")
    for line in """
Kenya|Kenyan|Kenyans|Nairobi
Uganda|Ugandan|Ugandans|Kampala
Ethiopia|Ethiopian|Ethiopians|Addis Ababa
Eritrea|Eritrean|Eritreans|Asmara
Sudan|Sudanese|Sudanese|Khartoum
South Sudan|South Sudanese|South Sudanese|Juba
Somalia|Somali|Somalis|Mogadishu
Egypt|Egyptian|Egyptians|Cairo
Libya|Libyan|Libyans|Tripoli
Tunisia|Tunisian|Tunisians|Tunis
Algeria|Algerian|Algerians|Algiers
Morocco|Moroccan|Moroccans|Rabat
Nigeria|Nigerian|Nigerians|Abuja
Niger|Nigerien|Nigeriens|Niamey
Mali|Malian|Malians|Bamako
Senegal|Senegalese|Senegalese|Dakar
Ghana|Ghanaian|Ghanaians|Accra
Ivory Coast|Ivorian|Ivorians|Abidjan
Cameroon|Cameroonian|Cameroonians|Yaounde
Chad|Chadian|Chadians|N'Djamena
Congo|Congolese|Congolese|Kinshasa
Rwanda|Rwandan|Rwandans|Kigali
Burundi|Burundian|Burundians|Bujumbura
Tanzania|Tanzanian|Tanzanians|Dodoma
Mozambique|Mozambican|Mozambicans|Maputo
Zimbabwe|Zimbabwean|Zimbabweans|Harare
South Africa|South African|South Africans|Pretoria
Zambia|Zambian|Zambians|Lusaka
Angola|Angolan|Angolans|Luanda
Israel|Israeli|Israelis|Jerusalem
Lebanon|Lebanese|Lebanese|Beirut
Syria|Syrian|Syrians|Damascus
Jordan|Jordanian|Jordanians|Amman
Iraq|Iraqi|Iraqis|Baghdad
Iran|Iranian|Iranians|Tehran
Saudi Arabia|Saudi|Saudis|Riyadh
Yemen|Yemeni|Yemenis|Sanaa
Qatar|Qatari|Qataris|Doha
the United Arab Emirates|Emirati|Emiratis|Abu Dhabi
Kuwait|Kuwaiti|Kuwaitis|Kuwait City
Turkey|Turkish|Turks|Ankara
Greece|Greek|Greeks|Athens
Cyprus|Cypriot|Cypriots|Nicosia
Russia|Russian|Russians|Moscow
Ukraine|Ukrainian|Ukrainians|Kyiv
Belarus|Belarusian|Belarusians|Minsk
Moldova|Moldovan|Moldovans|Chisinau
Georgia|Georgian|Georgians|Tbilisi
Armenia|Armenian|Armenians|Yerevan
Azerbaijan|Azerbaijani|Azerbaijanis|Baku
Kazakhstan|Kazakh|Kazakhs|Astana
Uzbekistan|Uzbek|Uzbeks|Tashkent
Kyrgyzstan|Kyrgyz|Kyrgyz|Bishkek
Tajikistan|Tajik|Tajiks|Dushanbe
Afghanistan|Afghan|Afghans|Kabul
Pakistan|Pakistani|Pakistanis|Islamabad
India|Indian|Indians|New Delhi
Nepal|Nepali|Nepalis|Kathmandu
Bangladesh|Bangladeshi|Bangladeshis|Dhaka
Sri Lanka|Sri Lankan|Sri Lankans|Colombo
Myanmar|Burmese|Burmese|Naypyidaw
Thailand|Thai|Thais|Bangkok
Cambodia|Cambodian|Cambodians|Phnom Penh
Vietnam|Vietnamese|Vietnamese|Hanoi
Malaysia|Malaysian|Malaysians|Kuala Lumpur
Indonesia|Indonesian|Indonesians|Jakarta
the Philippines|Philippine|Filipinos|Manila
China|Chinese|Chinese|Beijing
Taiwan|Taiwanese|Taiwanese|Taipei
Japan|Japanese|Japanese|Tokyo
South Korea|South Korean|South Koreans|Seoul
North Korea|North Korean|North Koreans|Pyongyang
Mongolia|Mongolian|Mongolians|Ulaanbaatar
Australia|Australian|Australians|Canberra
New Zealand|New Zealand|New Zealanders|Wellington
the United States|American|Americans|Washington
the US|US|Americans|Washington
Canada|Canadian|Canadians|Ottawa
Mexico|Mexican|Mexicans|Mexico City
Cuba|Cuban|Cubans|Havana
Haiti|Haitian|Haitians|Port-au-Prince
Venezuela|Venezuelan|Venezuelans|Caracas
Colombia|Colombian|Colombians|Bogota
Ecuador|Ecuadorean|Ecuadoreans|Quito
Peru|Peruvian|Peruvians|Lima
Bolivia|Bolivian|Bolivians|La Paz
Chile|Chilean|Chileans|Santiago
Argentina|Argentine|Argentines|Buenos Aires
Brazil|Brazilian|Brazilians|Brasilia
Nicaragua|Nicaraguan|Nicaraguans|Managua
Britain|British|Britons|London
the UK|UK|Britons|London
France|French|French|Paris
Germany|German|Germans|Berlin
Italy|Italian|Italians|Rome
Spain|Spanish|Spaniards|Madrid
Portugal|Portuguese|Portuguese|Lisbon
Poland|Polish|Poles|Warsaw
Hungary|Hungarian|Hungarians|Budapest
Romania|Romanian|Romanians|Bucharest
Serbia|Serbian|Serbs|Belgrade
Kosovo|Kosovar|Kosovars|Pristina
Sweden|Swedish|Swedes|Stockholm
Norway|Norwegian|Norwegians|Oslo
Finland|Finnish|Finns|Helsinki
Estonia|Estonian|Estonians|Tallinn
Lithuania|Lithuanian|Lithuanians|Vilnius
the Netherlands|Dutch|Dutch|The Hague
Denmark|Danish|Danes|Copenhagen
""".strip().splitlines()
]
GIVEN = (
    "Ahmed Maria Mohammed Ali Juan Peter Hassan Anna David Igor Sergei Natalia Carlos Jean Pierre Michael John Mustafa "
    "Wang Li Kim Nguyen Abdullah Ismail Musa Joseph Grace Alexander Viktor Luis Ana Robert Mary Salim Khaled "
    "Amara Josef Ilse Tomas Nadia Ravi Chen Lucia Omar Petra Samuel Yusuf Elena Marek Fatima Dmitri Aisha Bruno "
    "Helene Karim Sofia Andrei Leila Pavel Miriam Jorge Anneli Victor Zainab Emil Rosa Idris Katya Manuel Hana "
    "Stefan Noor Gabriel Ingrid Daniel Thandi Arturo Farid Olena Paulo Mei Abdul Clara Ibrahim Vera"
).split()
FAMILY = (
    "Hassan Rahman Petrov Lopez Silva Traore Diallo Mensah Okafor Nkosi Khan Sharma Tan Sato Lim Novak Horvat Jensen "
    "Moreau Rossi Weber Santos Mendez Haddad Karimi Yilmaz Popov Ivanenko Banda Mwangi Abebe Osman Saleh Nasser Chaudhry "
    "Okwiro Vantreska Belmoussa Harrowgate Nduwari Kestrelli Zhaloun Morviken Tarrandes Oyelaran Szabrowski "
    "Kurbanlieva Dessalin Achterveld Mbekwana Rostampour Quillard Venkatar Iwasuda Pelkonsaari Draganov Lomtashvi "
    "Abdulrazi Ferrandiz Kollwein Ndongala Tsirakis Baramov Halloway-Pike Suryadarma Montclare Orizaba Wexcombe "
    "Yildarsoy Petrescanu Gashimov Lindqvall Cordoviz Mwanawira Ashkari Tremblois Nakashiro Vukosavic Haddouche"
).split()
TITLES = (
    "President|Prime Minister|Foreign Minister|Defence Minister|Interior Minister|Finance Minister|Deputy Foreign "
    "Minister|Vice President|Foreign Secretary|Senator|army chief General|Chancellor|opposition leader|government "
    "spokesman|Attorney General|Justice Minister|Energy Minister|Ambassador|Governor|parliament speaker|special envoy|"
    "national security adviser|former president|Crown Prince|ruling party leader|presidential spokeswoman"
).split("|")
LISTS = {
    "org": "the United Nations|NATO|the European Union|the African Union|the UN Security Council|the International "
    "Monetary Fund|the World Bank|the Arab League|ASEAN|ECOWAS|the OSCE|the International Criminal Court|the European "
    "Commission|the World Health Organization|UNICEF|the Organization of American States|the Gulf Cooperation Council|"
    "the International Atomic Energy Agency|UNHCR|the Group of Seven|the UN human rights office|Mercosur|the EU|the UN",
    "reb": "Hamas|Hezbollah|the Taliban|al-Shabaab|Boko Haram|the Houthis|M23 rebels|the Kurdistan Workers' Party|the "
    "National Liberation Army|Maoist rebels|Islamic State|Tuareg separatists|the Lord's Resistance Army|the rebel "
    "coalition|Wagner mercenaries|the Rapid Support Forces|separatists|the northern rebels|Islamist militants|an armed "
    "group calling itself the Free Highlands Front|the junta's opponents|Kurdish fighters|a local militia",
    "party": "the ruling party|the Social Democrats|the opposition Unity Party|the Conservatives|the Green Party|the "
    "Liberal Alliance|the People's Democratic Front|the main opposition coalition|the Labour Party|the nationalist "
    "Homeland Movement|the Communist Party|the Justice and Renewal Party|Democrats|Republicans",
    "ngo": "Amnesty International|Human Rights Watch|the Red Cross|Doctors Without Borders|Oxfam|Save the Children|"
    "Reporters Without Borders|Greenpeace|a coalition of aid groups|the bar association|Transparency International",
    "com": "Norvantis|the mining group Corvalle|Halbrook Energy|the airline Transcaspia|Bluewater Telecom|Ostrava Steel|"
    "the state oil company|Gazkom|the carmaker Ventura|Lindmark Pharma|the chip maker Teravolt|Meridian Bank|the "
    "operator of the port|Silverline Shipping",
    "court": "a court in the capital|the Supreme Court|the constitutional court|a military tribunal|a federal judge|"
    "prosecutors|the high court|an appeals court|a regional court|the public prosecutor's office|a special tribunal",
    "crowd": "hundreds of teachers|protesters|thousands of students|striking nurses|demonstrators|a crowd of farmers|"
    "dock workers|residents of the old town|tens of thousands of people|indigenous leaders|taxi drivers|opposition "
    "supporters|human rights activists|refugees|relatives of the missing|villagers|miners|doctors and nurses",
    "city": "Aleppo|Goma|Kandahar|Odesa|Benghazi|Maracaibo|Kisumu|Gdansk|Mombasa|Basra|Tabriz|Mandalay|Chittagong|"
    "Arequipa|Cartagena|Oran|Trabzon|Kharkiv|Sylhet|Davao|Medellin|Gao|Mosul|Hodeidah|Kassala|Peshawar",
    "reg": "the border region|the northern highlands|the disputed islands|the eastern province|the Sahel|the Golan "
    "Heights|Kashmir|the Donbas|the Gaza Strip|the West Bank|the South China Sea|Tigray|the Persian Gulf|Darfur|the "
    "demilitarised zone|North Kivu|the Black Sea coast|the separatist enclave|the southern delta",
    "pol": "police|riot police|security forces|troops|soldiers|the army|the coast guard|special forces|warplanes|border "
    "guards|the navy|paramilitary police|intelligence agents|the air force|gunmen",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "month": "January|February|March|April|June|July|August|September|October|November|December",
    "num": "three|five|eleven|17|24|about 40|at least 60|more than 100|two dozen|nearly 300|1,200|several",
    "money": "$40 million|€250 million|$1.2 billion|£90 million|300 million euros|$7 million",
    "agency": "Reuters|AP|AFP|Xinhua|dpa|state media|Interfax|local media",
}
CHOICES = {name: text.split("|") for name, text in LISTS.items()}
VOWEL = re.compile(
    r"\b([Aa]) (?=(?:</?[ab]>)?(?:" + "|".join(c[1] for c in COUNTRIES if c[1][0] in "AEIO") + r")\b)"
)
"""An article before a demonym that begins with a vowel: "a Indian" becomes "an Indian"."""
KNOWN = frozenset(CHOICES) | {"state", "dem", "ppl", "cap", "title", "demtitle", "pers", "sur"}


DATELINES = ("{cap7}", "{city7}", "GENEVA", "BRUSSELS", "UNITED NATIONS", "LONDON")
STATE_ACTS = re.compile(r"<a>\{(?:state|cap)(\d)\}</a>(?!'s)")
STATE_SUFFERS = re.compile(
    r"(?<! in)(?<!into)(?<!from)(?<! to)(?<!ward)(?<!near)(?<! off) <b>\{(?:state|cap)(\d)\}</b>(?!'s)"
)
ACTING = (
    "the {dem#} government|{dem#} President {pers#}|{cap#}|{demtitle#} {pers#}|the {dem#} foreign ministry|the "
    "government of {state#}|{state#}'s government|{dem#} leader {pers#}|{title#} {pers#} of {state#}"
).split("|")
SUFFERING = (
    "the {dem#} government|{dem#} officials|{cap#}|{demtitle#} {pers#}|the {dem#} authorities|the government of "
    "{state#}|its neighbour {state#}|{dem#} leaders|{dem#} President {pers#}"
).split("|")
OPENINGS = (
    "On {day}, |{capcity} ({agency}) - |{capcity} - |Last {day}, |In {month}, |Earlier this week, |Meanwhile, |{capcity}, "
    "{month} 14 ({agency}) -- |At the same time, |In a statement, |Later on {day}, |"
).split("|")
CLOSINGS = (
    ", officials said|, state media reported|, a spokesman said on {day}|, according to {agency}|, {agency} reported|, "
    "the ministry said in a statement|, two diplomats said| on {day}| last week| in {month}"
).split("|")


def varied(text: str, rng: random.Random) -> str:
    """The frame with states now and then replaced by those who act for them, and with a news story's edges."""
    if rng.random() < 0.35:
        text = STATE_ACTS.sub(lambda m: f"<a>{rng.choice(ACTING)}</a>".replace("#", m.group(1)), text)
    if rng.random() < 0.35:
        text = STATE_SUFFERS.sub(lambda m: f" <b>{rng.choice(SUFFERING)}</b>".replace("#", m.group(1)), text)
    if rng.random() < 0.12 and text.startswith(("<a>", "<b>")):
        text = rng.choice(OPENINGS).replace("{capcity}", rng.choice(DATELINES)) + text
    if rng.random() < 0.12 and text.endswith(".") and len(text) < 140:
        text = text[:-1] + rng.choice(CLOSINGS) + "."
    return text


def fill(text: str, rng: random.Random) -> str:
    """The frame varied and with every slot filled; slots of one number agree."""
    text = varied(text, rng)
    countries = rng.sample(COUNTRIES, 8)
    people: dict[str, tuple[str, str]] = {}
    chosen: dict[str, str] = {}

    def put(found: re.Match[str]) -> str:
        name, number = found.group(1), found.group(2)
        key = name + number
        if key in chosen:
            return chosen[key]
        country = countries[int(number or 0) % 8]
        if name == "state":
            value = country[0]
        elif name == "dem":
            value = country[1]
        elif name == "ppl":
            value = country[2]
        elif name == "cap":
            value = country[3]
        elif name in ("pers", "sur"):
            given, family = people.setdefault(number, (rng.choice(GIVEN), rng.choice(FAMILY)))
            value = f"{given} {family}" if name == "pers" else family
        elif name == "title":
            value = rng.choice(TITLES)
        elif name == "demtitle":
            value = f"{country[1]} {rng.choice(TITLES)}"
        elif name == "pol":
            value = rng.choice(CHOICES["pol"])
            if number and not value.startswith("the ") and rng.random() < 0.5:
                value = f"{country[1]} {value}"
        else:
            value = rng.choice(CHOICES[name])
        chosen[key] = value
        return value

    filled = VOWEL.sub(r"\1n ", SLOT.sub(put, text))
    plain = filled.removeprefix("<a>").removeprefix("<b>")
    at = len(filled) - len(plain)
    return filled[:at] + plain[:1].upper() + plain[1:]
