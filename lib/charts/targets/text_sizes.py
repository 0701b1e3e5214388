"""Text sizes of charts that are drawn side by side."""

import altair as alt

from lib.common import theme

# Half a page is wide enough for the text size of screens, so that of phones begins later.
IS_PHONE = "width < 360"
TEXT_SIZE = alt.ExprRef(f"{IS_PHONE} ? {theme.PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}")
