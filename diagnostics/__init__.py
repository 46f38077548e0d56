"""Third floor: from numbers to judgement. Who is flagged, chosen, and told what."""
