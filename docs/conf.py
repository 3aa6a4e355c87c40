"""How `make docs` builds the site: Sphinx, which warns of every link and name that leads nowhere."""

from __future__ import annotations

from datetime import date

from overseas_stations import __version__

project = "overseas-stations"
author = "The overseas-stations maintainers"
version = release = __version__
project_copyright = f"{date.today():%Y}, {author}; data under CC BY 4.0"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["quality/*"]
# Rules and countries are reached from their index, too many for a list at the side.
suppress_warnings = ["config.cache", "toc.not_included"]

# Links to headings as hosts of repositories make them.
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]

html_theme = "furo"
html_title = f"overseas-stations {__version__}"
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#8a3b12", "color-brand-content": "#8a3b12"},
    "dark_css_variables": {"color-brand-primary": "#f0a37a", "color-brand-content": "#f0a37a"},
    "announcement": "Allegations with their sources, not findings.",
}

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
