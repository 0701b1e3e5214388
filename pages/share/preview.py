"""What would new figures look like? A file on the whole dashboard, in this session only."""

from lib import cached, previewed, state, ui
from lib.text import t

world = cached.published()
view, _ = state.current(cached.world())
ui.title(t("preview.headline", view.lang))
previewed.take(view)
previewed.told(world, view)
ui.note(t("preview.layout", view.lang))
previewed.sample(world, view)
ui.note(t("preview.keep", view.lang))
ui.next_pages(view, "overview", "trends", "about")
