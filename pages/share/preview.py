"""What would new figures look like? A file on the whole dashboard, in this session only."""

from lib.common.text import t
from lib.ui import cache, url_state
from lib.ui.pages import preview
from lib.ui.parts import heads, links

world = cache.published_dataset()
view, _ = url_state.current_view(cache.current_dataset())
heads.show_title(t("preview.headline", view.lang))
preview.show_upload(view)
preview.show_report(world, view)
heads.show_note(t("preview.layout", view.lang))
preview.show_template(world, view)
heads.show_note(t("preview.keep", view.lang))
links.show_next_pages(view, "overview", "trends", "about")
