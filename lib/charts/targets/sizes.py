"""Text sizes of charts that stand side by side."""

import altair as alt

from lib.common import theme
from lib.common.theme import PHONE_TEXT_SIZE

IS_PHONE = "width < 360"  # these charts stand beside each other, so phone sizes begin later
TEXT_SIZE = alt.ExprRef(f"{IS_PHONE} ? {PHONE_TEXT_SIZE} : {theme.TEXT_SIZE}")
