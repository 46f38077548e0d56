"""From a page's Markdown and figures to HTML and PDF, by Quarto or by the engines it carries."""
