"""What everybody may see: figures by gemeente, without mail, names, addresses or any text that a sender wrote.

A list of what goes in, not of what is left out: a column that is added later stays private until it is named here. The
published copy and the API hold exactly this.
"""

from __future__ import annotations

Columns = dict[str, str]

_GEMEENTE: Columns = {
    "campaign": "Campagne",
    "gemeente": "CBS-code van de gemeente",
    "name": "Naam van de gemeente",
    "province": "Provincie",
    "network": "Netwerken waarin de gemeente zit, of 'geen netwerk'",
}

PUBLIC: dict[str, tuple[str, Columns]] = {
    "v_progress": (
        "De stand van de campagne. Alleen bevestigde plekken voor statushouders tellen mee voor het doel.",
        {
            "campaign": "Campagne",
            "goal": "Doel: aantal plekken voor statushouders",
            "pledged_firm": "Plekken die vast zijn toegezegd",
            "pledged_conditional": "Plekken die onder een voorwaarde zijn toegezegd",
            "exploring": "Plekken die worden verkend",
            "homes": "Toegezegde woningen waarvan het aantal plekken niet bekend is",
            "other_groups": "Bevestigde plekken voor andere groepen; deze tellen niet mee voor het doel",
            "waiting_for_review": "Berichten die op een beoordeling wachten",
            "gemeenten": "Aantal gemeenten",
            "answered": "Aantal gemeenten dat heeft geantwoord",
            "deadline_at": "Laatste moment dat op tijd is (UTC)",
        },
    ),
    "v_responses": (
        "Per gemeente hoe ver zij is met antwoorden.",
        _GEMEENTE
        | {
            "status": "Stand (vaste code)",
            "status_label": "Stand in woorden",
            "answered": "1 als de gemeente heeft geantwoord; een weigering is ook een antwoord",
            "last_message_at": "Laatste bericht (UTC)",
            "contribution": "Indicatieve bijdrage in plekken",
            "places": "Bevestigde plekken voor statushouders, ook wat nog wordt verkend",
            "homes": "Bevestigde woningen zonder aantal plekken",
        },
    ),
    "v_pledges": (
        "Elke toezegging, ook wat later verviel; 'counts' zegt wat meetelt.",
        {"id": "Nummer"}
        | _GEMEENTE
        | {
            "group": "Voor wie de plekken zijn",
            "commitment": "Hoe vast de toezegging is: firm, conditional of exploring",
            "places": "Aantal plekken (de ondergrens)",
            "places_max": "Bovengrens, als er een marge is genoemd",
            "homes": "Aantal woningen",
            "approximate": "1 als het getal bij benadering is",
            "available_from": "Beschikbaar vanaf",
            "available_until": "Beschikbaar tot en met",
            "state": "confirmed, superseded of withdrawn",
            "counts": "1 als de plekken meetellen voor het doel",
            "said_at": "Wanneer de gemeente het zei (UTC)",
            "replaced_by": "Nummer van de toezegging die ervoor in de plaats kwam",
        },
    ),
    "v_bottlenecks": (
        "Elk gemeld knelpunt.",
        {"id": "Nummer"}
        | _GEMEENTE
        | {
            "type": "Soort knelpunt (vaste code)",
            "label": "Soort knelpunt in woorden",
            "state": "confirmed of superseded",
            "said_at": "Wanneer de gemeente het zei (UTC)",
        },
    ),
    "v_not_answered": (
        "Gemeenten die nog niet hebben geantwoord.",
        _GEMEENTE
        | {
            "status": "Stand (vaste code)",
            "status_label": "Stand in woorden",
            "last_message_at": "Laatste bericht (UTC)",
            "contribution": "Indicatieve bijdrage in plekken",
        },
    ),
    "numbers": (
        "Andere aantallen die gemeenten noemden, met wat zij betekenen.",
        {
            "campaign": "Campagne",
            "gemeente": "CBS-code van de gemeente",
            "value": "Aantal (de ondergrens)",
            "value_max": "Bovengrens, als er een marge is genoemd",
            "unit": "Wat er is geteld",
            "group": "Om welke groep het gaat",
            "role": "target, backlog, realised, need of capacity",
        },
    ),
}
"""What is published: table, description, and its columns with theirs."""
