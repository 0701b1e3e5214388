"""What provinces, regions and measures are called, and which of the 34 each of the 63 joined."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib.common.collation import vietnamese_sort_key
from lib.common.text import LANGUAGES, t
from lib.datasets.tables import Tables
from lib.model.memoized import memoized
from lib.stats import mergers
from lib.stats.ranking import TOTAL


@dataclass(frozen=True)
class Names:
    """Look-ups by code in ``tables``.

    A code means one of the provinces of ``tables.provinces``, except where a method says that it
    takes one of the 63 or one of the 34. ``lang`` is "vi" or "en".
    """

    tables: Tables

    @cached_property
    def provinces(self) -> pd.DataFrame:
        """The provinces by code."""
        return self.tables.provinces.set_index("code")

    @cached_property
    def all_measures(self) -> list[str]:
        """Every measure of any year, the total first."""
        return [TOTAL, *self.tables.dimensions["code"], *self.tables.sub_dimensions["code"]]

    def province_name(self, province: str, lang: str) -> str:
        """A province's short name."""
        return self._province_names[province][f"short_{lang}"]

    def provinces_by_name(self, lang: str) -> dict[str, str]:
        """The provinces' short names by code, in alphabetical order."""
        return self._provinces_by_name[lang]

    def region_name(self, province: str, lang: str, short: bool = False) -> str:
        """The name of a province's region."""
        return self._regions[province][f"{'short' if short else 'name'}_{lang}"]

    def successor(self, province: str) -> str:
        """The code, among the 34, of what one of the 63 became."""
        return self._successors[province]

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The codes, among the 63, of the members of each of the 34."""
        return mergers.members_by_successor(self.tables.mergers)

    def is_merged(self, successor: str) -> bool:
        """Whether one of the 34 was made of several of the 63, so that its scores are estimates."""
        return len(self.members[successor]) > 1

    def successor_name(self, successor: str, lang: str) -> str:
        """The short name of one of the 34, also where the provinces are the 63."""
        return self._successor_names[successor][f"short_{lang}"]

    def successor_label(self, successor: str, lang: str) -> str:
        """The name of one of the 34 in a sentence: every merged one is marked as such.

        Each has the name of one of its members, so the bare name means the member in a sentence.
        Lists, tables and labels of charts that hold only the 34 have the bare name.
        """
        name = self.successor_name(successor, lang)
        if not self.is_merged(successor):
            return name
        return t("estimate.new", lang, name=name)

    def status_change(self, successor: str) -> tuple[str, str] | None:
        """Since when one of the 34 is a centrally run city, and by which resolution.

        Returns:
            A date (year-month-day) and a number; None where its kind has not changed since the
            mergers.
        """
        return self._status_changes.get(successor)

    def measure_name(self, measure: str, lang: str, short: bool = False) -> str:
        """The official name of a measure, or the short one that fits on a chart."""
        return self._measure_names[measure, lang, short]

    @memoized
    def producers(self, first: int, last: int | None = None) -> pd.DataFrame:
        """Who published PAPI in a survey year, or in any from ``first`` to ``last``, in order.

        Returns:
            Rows of ``data/producers.csv`` that are authors.
        """
        table = self.tables.producers
        began = table["first_year"].fillna(first) <= (last or first)
        ended = table["last_year"].fillna(last or first) >= first
        return table[table["author"] & began & ended]

    def plain_description(self, measure: str, lang: str) -> str:
        """What a dimension or sub-dimension is about, in one plain sentence."""
        return self._glossary[measure][f"plain_{lang}"]

    @cached_property
    def _province_names(self) -> dict[str, dict[str, str]]:
        columns = self.provinces[["short_vi", "short_en"]]
        return {str(code): row for code, row in columns.to_dict("index").items()}

    @cached_property
    def _provinces_by_name(self) -> dict[str, dict[str, str]]:
        columns = {lang: self.provinces[f"short_{lang}"].to_dict() for lang in LANGUAGES}
        return {
            lang: dict(sorted(names.items(), key=lambda pair: vietnamese_sort_key(pair[1])))
            for lang, names in columns.items()
        }

    @cached_property
    def _regions(self) -> dict[str, dict[str, str]]:
        regions = self.tables.regions.set_index("code").to_dict("index")
        return {str(code): regions[region] for code, region in self.provinces["region"].items()}

    @cached_property
    def _successors(self) -> dict[str, str]:
        return dict(self.tables.mergers[["province", "successor"]].to_numpy().tolist())

    @cached_property
    def _successor_names(self) -> dict[str, dict[str, str]]:
        columns = self.tables.successors.set_index("code")[[f"short_{lang}" for lang in LANGUAGES]]
        return {str(code): row for code, row in columns.to_dict("index").items()}

    @cached_property
    def _status_changes(self) -> dict[str, tuple[str, str]]:
        table = self.tables.status_changes
        columns = table["successor"], table["since"], table["resolution"]
        return {code: (since, number) for code, since, number in zip(*columns, strict=True)}

    @cached_property
    def _measure_names(self) -> dict[tuple[str, str, bool], str]:
        names: dict[tuple[str, str, bool], str] = {}
        for lang in LANGUAGES:
            for short in (False, True):
                names[TOTAL, lang, short] = t("measure.total", lang)
                for row in self.tables.dimensions.itertuples():
                    column = f"{'short' if short else 'name'}_{lang}"
                    names[row.code, lang, short] = getattr(row, column)
                for row in self.tables.sub_dimensions.itertuples():
                    names[row.code, lang, short] = getattr(row, f"name_{lang}")
        return names

    @cached_property
    def _glossary(self) -> dict[str, dict[str, str]]:
        return self.tables.glossary.set_index("code").to_dict("index")
