"""How every page looks: brand, fonts, canvas, language, templates."""
