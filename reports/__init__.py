"""Fourth floor: from judgement to pages in HTML and PDF."""
