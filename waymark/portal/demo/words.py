"""What the invented cities say of themselves, criterion by criterion."""

from __future__ import annotations

NARRATIVES = {
    "A01": "The stock-take lists 34 national and regional policies that bind {city}. Each is tied "
    "to goals and to what the city has to do; two conflicts over water rights were sent to the "
    "regional office.",
    "A02": "Eleven datasets are listed with holder, year, smallest area and breakdowns. Three gaps "
    "have a date by which they will be closed.",
    "A03": "All seven plans in force are tied to targets. Goals 12 and 14 have no plan behind them "
    "yet; the stock-take says so.",
    "A04": "For each of the nine goals that {city} chose there is at least one figure, most of "
    "them since 2015. The statement compares them with the city's own earlier years.",
    "A05": "The council aims for this level now and for the next one within two years. The letter "
    "of the mayor gives the reasons.",
    "A06": "The work programme has fourteen steps with dates, leads and cost. It is part of the "
    "city budget and looked at each quarter.",
    "A07": "The unit is the municipality within its legal boundary. The boundary file and the four "
    "districts were handed in as GeoJSON.",
    "A08": "The Office for the 2030 Agenda leads, with a deputy in the planning department. The "
    "group across departments met five times last year; its minutes are attached.",
    "A09": "The council adopted the goals as the frame of its work. The decision is public.",
    "A10": "The commitment names older people living alone, people with disabilities and informal "
    "workers, and the district with the greatest need, with the figures that led to the choice.",
    "A11": "Results are shown on a public page. Anyone can ask or complain there or at the service "
    "desk, and replies are published within thirty days.",
    "xv:N1": "The strategy has a part on the coast of {city}: who warns, who opens which halls, "
    "and what each year’s works cost.",
    "B01": "The baseline has values in all five domains, at least five in each, from 2015 to 2025.",
    "B02": "Each value carries its source, year and method. A second person in the statistics "
    "office checked them.",
    "B03": "Key values are shown by sex, age, disability and income, with sample sizes where they "
    "come from the household survey.",
    "B04": "Key values are shown for the four districts; informal areas are part of the district "
    "with the greatest need and visible as such.",
    "B05": "All indicators are those of the urban monitoring list; no definition was changed.",
    "B06": "A calendar says who collects what and when. The agreement with the regional statistics "
    "office secures the money until 2030.",
    "B07": "The strategy {city} 2030 was adopted by the council and is public, with an action plan "
    "for each year.",
    "B08": "A table sets the city's aims beside those of the national plan and explains two gaps.",
    "B09": "The same was done for the region and for the river basin, where a joint action on "
    "floods was agreed.",
    "B10": "Each priority can be followed back to figures and to what residents said in the "
    "district meetings.",
    "B11": "Every aim carries goals and targets; where two goals pull in different directions the "
    "strategy says how it chose.",
    "B12": "Nine district meetings, an online consultation and two drafting workshops were held. "
    "The records are public and say what changed.",
    "B13": "All groups at risk that live in the city took part; travel and childcare were paid.",
    "B14": "The strategy names rights and who has to secure them; its effects on rights were "
    "checked before the council voted.",
    "B15": "The districts are ordered by need, and the one with the greatest need receives more "
    "money per head than the city's mean.",
    "B16": "Aims and money are spread over the economic, social and environmental dimension.",
    "B17": "Each aim has an indicator, a baseline, milestones and a value for 2030.",
    "B18": "The strategy has the force of a by-law, and a standing council of residents and firms "
    "follows it beyond the term of office.",
}

DOCUMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "stocktake": (
        "Stock-take of policies and plans",
        (
            "This report lists what binds and guides the city: national laws and programmes, the "
            "regional plan, and the city's own strategies. For each of them it says which goals it "
            "serves and what it asks of the city.",
            "Seven plans are in force. Five were adopted after 2018 and refer to the goals; two "
            "older ones were read again and tied to targets for this report.",
            "Two conflicts were found. The regional water plan and the housing programme claim the "
            "same land, and the national transport programme ends before the city's own. Both were "
            "sent to the level concerned.",
        ),
    ),
    "letter": (
        "Letter of the mayor",
        (
            "With this letter the city says which level it aims for and why. The council was heard "
            "and agreed.",
            "We want to be held to what we promise. That is why the programme of work names dates "
            "and people, and why its cost stands in the budget.",
        ),
    ),
    "strategy": (
        "City strategy 2030",
        (
            "The strategy was drafted over fourteen months with residents, firms, the university "
            "and neighbouring municipalities. It has six aims. Each names the goals and targets "
            "it serves, an indicator, where the city stood in 2015 and where it wants to be "
            "in 2030.",
            "The first aim is that nobody lives without water, light and a safe way home. It "
            "begins in the district with the greatest need, which receives the largest share "
            "per head.",
            "The strategy was checked against the national development plan and the regional plan. "
            "A table at the end shows where they agree and where not.",
        ),
    ),
    "decision": (
        "Council decision on the 2030 Agenda",
        (
            "The council adopts the Sustainable Development Goals as the frame of its work and "
            "names the Office for the 2030 Agenda as the body in charge.",
            "It resolves that no one and no place shall be left behind, and names the groups and "
            "the district to which this applies first.",
        ),
    ),
    "accountability": (
        "Rules on openness, rights and complaints",
        (
            "The city publishes its figures once a year. Anyone may ask questions and complain; "
            "the reply is published within thirty days.",
            "The rights that the strategy touches are listed with the office that has to secure "
            "each of them.",
        ),
    ),
    "participation": (
        "Record of participation",
        (
            "Nine meetings were held, two of them in the evening and one in sign language. 1,214 "
            "people came. The record says for each meeting who was invited, who came, what was "
            "said and what changed in the draft.",
            "Home visits reached older people who live alone. Informal workers were met at their "
            "places of work before the day began.",
        ),
    ),
    "minutes": (
        "Minutes of the group across departments",
        (
            "Present: the Office for the 2030 Agenda, planning, finance, social affairs, water and "
            "the statistics office. The group went through the work programme step by step.",
            "Three steps are late; the reasons were noted and new dates set.",
        ),
    ),
    "agreement": (
        "Agreement on data",
        (
            "The city and the regional statistics office agree to carry out the household survey "
            "every second year and to share its results by district.",
            "The agreement runs until the end of 2030.",
        ),
    ),
}
