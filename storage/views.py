"""The views that the desk, the exports and analysts share, so that their totals cannot differ.

**What counts toward the goal** is decided here and nowhere else: the places of *confirmed* pledges for
statushouders, a range by its lower end. `pledged_firm` and `pledged_conditional` are such places by commitment and
`exploring` is what is being looked into; none of the three is part of another. `homes` are dwellings promised (firm
or conditional) for which nobody knows a number of places: they are shown beside the places and never converted.
Places for other groups (asielzoekers, amv, ontheemden from Ukraine, or a mix that nobody has split) are in
`other_groups`. A pledge that waits for a person counts nowhere; `waiting_for_review` says how many messages wait.
"""

from __future__ import annotations

from domain.campaign import NO_NETWORK
from domain.dossier import ANSWERS, Status

_ANSWERED = ", ".join(repr(str(status)) for status in sorted(ANSWERS))
_LABELS = " ".join(f"WHEN {str(status)!r} THEN {status.label!r}" for status in Status)
_COUNTS = "p.state = 'confirmed' AND p.\"group\" = 'statushouders'"

_NETWORK = f"""coalesce((
    SELECT group_concat(key, ', ') FROM (
      SELECT n.key FROM network_members m JOIN networks n ON n.campaign = m.campaign AND n.key = m.network
      WHERE m.campaign = c.key AND m.gemeente = g.code ORDER BY n.position)
  ), '{NO_NETWORK}')"""

# LEFT JOIN although there always is a row: SQLite then leaves out a table of which nobody asks a column, so that
# counting does not look up every message.
VIEWS = {
    "v_progress": f"""
SELECT c.key AS campaign, c.goal AS goal,
  coalesce(sum(CASE WHEN {_COUNTS} AND p.commitment = 'firm' THEN p.places END), 0) AS pledged_firm,
  coalesce(sum(CASE WHEN {_COUNTS} AND p.commitment = 'conditional' THEN p.places END), 0) AS pledged_conditional,
  coalesce(sum(CASE WHEN {_COUNTS} AND p.commitment = 'exploring' THEN p.places END), 0) AS exploring,
  coalesce(sum(CASE WHEN {_COUNTS} AND p.commitment <> 'exploring' AND p.places IS NULL THEN p.homes END), 0) AS homes,
  coalesce(sum(CASE WHEN p.state = 'confirmed' AND p."group" <> 'statushouders' THEN p.places END), 0)
    AS other_groups,
  (SELECT count(*) FROM reviews r WHERE r.campaign = c.key AND r.state = 'open') AS waiting_for_review,
  (SELECT count(*) FROM gemeenten) AS gemeenten,
  (SELECT count(*) FROM dossiers d WHERE d.campaign = c.key AND d.status IN ({_ANSWERED})) AS answered,
  c.deadline_at AS deadline_at
FROM campaigns c LEFT JOIN pledges p ON p.campaign = c.key
GROUP BY c.key""",
    "v_responses": f"""
SELECT g.code AS gemeente, g.name AS name, g.province AS province,
  {_NETWORK} AS network,
  coalesce(d.status, 'silent') AS status,
  (SELECT max(m.said_at) FROM dossier_messages e JOIN messages m ON m.id = e.message
    WHERE e.dossier = d.id AND e.state <> 'ignored') AS last_message_at,
  CASE coalesce(d.status, 'silent') {_LABELS} END AS status_label,
  coalesce(d.status IN ({_ANSWERED}), 0) AS answered,
  (SELECT max(n.contribution) FROM network_members m JOIN networks n ON n.campaign = m.campaign AND n.key = m.network
    WHERE m.campaign = c.key AND m.gemeente = g.code) AS contribution,
  (SELECT sum(p.places) FROM pledges p WHERE p.campaign = c.key AND p.gemeente = g.code AND {_COUNTS}) AS places,
  (SELECT sum(p.homes) FROM pledges p WHERE p.campaign = c.key AND p.gemeente = g.code AND {_COUNTS}
    AND p.places IS NULL) AS homes,
  (SELECT count(*) FROM dossier_messages e JOIN reviews r ON r.message = e.message AND r.state = 'open'
    WHERE e.dossier = d.id AND e.state = 'waiting') AS waiting,
  c.key AS campaign
FROM campaigns c CROSS JOIN gemeenten g LEFT JOIN dossiers d ON d.campaign = c.key AND d.gemeente = g.code""",
    "v_pledges": f"""
SELECT p.id AS id, p.campaign AS campaign, p.gemeente AS gemeente, g.name AS name, g.province AS province,
  CASE WHEN p.gemeente IS NULL THEN '' ELSE {_NETWORK} END AS network,
  p."group" AS "group", p.commitment AS commitment, p.places AS places, p.places_max AS places_max,
  p.homes AS homes, p.approximate AS approximate, p.available_from AS available_from,
  p.available_until AS available_until, p.location AS location, p.condition AS condition, p.state AS state,
  {_COUNTS} AS counts, p.confidence AS confidence, p.said_at AS said_at, p.message AS message,
  m.subject AS subject, json_extract(p.evidence, '$[0].text') AS evidence,
  json_extract(p.evidence, '$[0].part') AS evidence_part, p.replaced_by AS replaced_by
FROM pledges p LEFT JOIN campaigns c ON c.key = p.campaign LEFT JOIN messages m ON m.id = p.message
LEFT JOIN gemeenten g ON g.code = p.gemeente""",
    "v_bottlenecks": f"""
SELECT b.id AS id, b.campaign AS campaign, b.gemeente AS gemeente, g.name AS name, g.province AS province,
  CASE WHEN b.gemeente IS NULL THEN '' ELSE {_NETWORK} END AS network,
  b.type AS type, coalesce(t.label, b.type) AS label, b.state AS state, b.confidence AS confidence,
  b.said_at AS said_at, b.message AS message, m.subject AS subject,
  json_extract(b.evidence, '$[0].text') AS evidence, json_extract(b.evidence, '$[0].part') AS evidence_part
FROM bottlenecks b LEFT JOIN campaigns c ON c.key = b.campaign LEFT JOIN messages m ON m.id = b.message
LEFT JOIN gemeenten g ON g.code = b.gemeente
LEFT JOIN bottleneck_types t ON t.campaign = b.campaign AND t.key = b.type""",
    # A gemeente whose answer waits for a person is left out: it has written, and must not be reminded.
    "v_not_answered": """
SELECT gemeente, name, province, network, status, last_message_at, status_label, contribution, campaign
FROM v_responses WHERE NOT answered AND status <> 'waiting'""",
    "v_contacts": f"""
SELECT k.id AS id, c.key AS campaign, g.code AS gemeente, g.name AS name, g.province AS province,
  {_NETWORK} AS network, k.name AS contact, k.address AS address, k.role AS role, k.channel AS channel,
  k.state AS state, k.source AS source, l.reason AS left_alone, a.until AS away_until, a.substitute AS substitute
FROM campaigns c CROSS JOIN contacts k JOIN gemeenten g ON g.code = k.gemeente
LEFT JOIN absences a ON a.address = k.address LEFT JOIN left_alone l ON l.address = k.address
WHERE k.state <> 'ended'""",
    "v_outgoing": f"""
SELECT o.id AS id, o.campaign AS campaign, o.gemeente AS gemeente, g.name AS name, g.province AS province,
  CASE WHEN o.gemeente IS NULL THEN '' ELSE {_NETWORK} END AS network,
  o.kind AS kind, w.step AS step, r.situation AS situation, o.recipient AS recipient, o.subject AS subject,
  o.state AS state, o.due_at AS due_at, o.sent_at AS sent_at, o.attempts AS attempts, o.error AS error,
  o.answers AS answers
FROM outbox o JOIN campaigns c ON c.key = o.campaign LEFT JOIN gemeenten g ON g.code = o.gemeente
LEFT JOIN reminders r ON r.outbox = o.id LEFT JOIN waves w ON w.id = r.wave""",
}
"""Each view by its name, in an order in which they can be made."""
