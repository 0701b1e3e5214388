"""What would new figures look like? A file on the whole dashboard, in this session only."""

from lib.common.text import t
from lib.ui.cache import current_dataset, published_dataset
from lib.ui.pages.preview import show_report, show_template, show_upload
from lib.ui.parts.links import show_next_pages
from lib.ui.parts.texts import show_note, show_title
from lib.ui.url_state import current_view

dataset = published_dataset()
view, _ = current_view(current_dataset())
show_title(t("preview.headline", view.lang))
show_upload(view)
show_report(dataset, view)
show_note(t("preview.layout", view.lang))
show_template(dataset, view)
show_note(t("preview.keep", view.lang))
show_next_pages(view, "overview", "trends", "about")
