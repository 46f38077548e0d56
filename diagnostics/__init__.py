"""Third floor: from numbers to judgement. The rules are pure; decisions keep their own store."""
