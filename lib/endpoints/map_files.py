"""``/data/map.geojson`` and ``/data/map.gpkg``: a measure of a year on the provinces' boundaries.

Each holds the provinces as areas and the archipelagos Hoàng Sa and Trường Sa, named, as points of
their main islands with the figures of the province that each belongs to.
"""

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from starlette.requests import Request

from lib.common.paths import ROOT
from lib.common.text import t
from lib.endpoints.answers import Task
from lib.endpoints.parameters import check_names, request_base_url, request_view
from lib.endpoints.refusals import Refusal
from lib.endpoints.sources import Sources
from lib.endpoints.work import File
from lib.exports.file_names import file_name
from lib.model.dataset import Dataset
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from lib.narrative.phrases import group_name, source_line

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

ENDINGS = {"geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3"}
_REFERENCE_SYSTEM = "EPSG:4326"  # of the boundaries, as their description says
_PARAMETERS = ("measure", "year", "units", "lang")
_BOUNDARIES = {"63": "provinces", "34": "successors"}


def read_map_task(sources: Sources, request: Request) -> Task:
    """The map file that an address asks for.

    Raises:
        Refusal: there is no such file, or a parameter cannot be used.
    """
    ending = str(request.path_params["ending"]).lower()
    if ending not in ENDINGS:
        raise Refusal(404, "ending", name="map", endings=", ".join(ENDINGS))
    check_names(request, _PARAMETERS)
    published = sources.dataset()
    dataset, view = resolve_units(published, request_view(request, published), "both")
    base_url = request_base_url(request)
    # No file is about one province, so all provinces share it.
    view = view.reduced_to("year", "measure")

    def make() -> File:
        write = _write_geojson if ending == "geojson" else _write_geopackage
        name = file_name(view, "map", view.measure, ending=f".{ending}")
        headers = (("Content-Disposition", f'attachment; filename="{name}"'),)
        return File(write(dataset, view, base_url), ENDINGS[ending], headers)

    return Task(f"{view!r} {base_url if ending == 'geojson' else ''}", make)


def map_table(dataset: Dataset, view: View) -> pd.DataFrame:
    """The figures of every province, also of those without a score.

    Returns:
        Indexed by code: code, name, region, year, measure, measure_name, score (points), max_score,
        rank, scored, group (1 highest to 4), group_name, estimated (1 or 0).

    Raises:
        LookupError: no province has a score.
    """
    lang = view.lang
    ranking = dataset.ranking(view.year, view.measure).set_index("province")
    if ranking.empty:
        raise LookupError(f"no scores of {view.measure} in {view.year}")
    codes = list(dataset.provinces.index)
    own = ranking.reindex(codes)
    groups = own["group"].astype("Int64")
    return pd.DataFrame(
        {
            "code": codes,
            "name": [dataset.province_name(code, lang) for code in codes],
            "region": [dataset.region_name(code, lang) for code in codes],
            "year": view.year,
            "measure": view.measure,
            "measure_name": dataset.measure_name(view.measure, lang),
            "score": own["score"].round(6),
            "max_score": float(ranking["max_score"].iloc[0]),
            "rank": own["rank"].astype("Int64"),
            "scored": len(ranking),
            "group": groups,
            "group_name": [None if pd.isna(g) else group_name(int(g), lang) for g in groups],
            "estimated": [int(dataset.estimated and dataset.is_merged(code)) for code in codes],
        },
        index=codes,
    )


def province_areas(dataset: Dataset, view: View) -> "GeoDataFrame":
    """The provinces as areas with the columns of ``map_table``."""
    import geopandas  # large, and only these files need it
    import shapely

    path = ROOT / "geo" / f"{_BOUNDARIES[dataset.units]}.topojson"
    shapes = geopandas.read_file(path).set_index("code").geometry
    table = map_table(dataset, view)
    # Outer rings counter-clockwise, as RFC 7946 has them; the file has them the other way.
    areas = shapely.orient_polygons(shapes.reindex(table.index).to_numpy())
    return geopandas.GeoDataFrame(table, geometry=list(areas), crs=_REFERENCE_SYSTEM)


def archipelago_points(dataset: Dataset, view: View) -> "GeoDataFrame":
    """Hoàng Sa and Trường Sa, a row each, named, with the figures of their provinces."""
    import geopandas
    import shapely

    lang, islands = view.lang, dataset.tables.islands
    table = map_table(dataset, view)
    rows, shapes = [], []
    for _, group in islands.groupby("archipelago", sort=True):
        code = dataset.unit_of(group["province"].iloc[0])
        name = t(
            "data_file.archipelago",
            lang,
            name=group[f"archipelago_{lang}"].iloc[0],
            owner=dataset.province_name(code, lang),
        )
        rows.append(table.loc[code].to_dict() | {"name": name})
        shapes.append(shapely.MultiPoint(group[["lon", "lat"]].to_numpy()))
    frame = pd.DataFrame(rows).astype({"rank": "Int64", "group": "Int64"})
    return geopandas.GeoDataFrame(frame, geometry=shapes, crs=_REFERENCE_SYSTEM)


def _write_geojson(dataset: Dataset, view: View, base_url: str) -> bytes:
    features = []
    for kind, layer in _layers(dataset, view).items():
        for feature in json.loads(layer.to_json(drop_id=True, na="null"))["features"]:
            feature["properties"] = {"kind": kind} | feature["properties"]
            features.append(feature)
    content = {
        "type": "FeatureCollection",
        "name": f"papi-{view.year}-{view.measure}",
        "attribution": source_line(
            dataset, view, "source.map_estimated" if dataset.estimated else "source.map"
        ),
        "licence": f"{base_url}/data/",
        "features": features,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _write_geopackage(dataset: Dataset, view: View, base_url: str) -> bytes:
    # The library writes several layers into a file only.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "boundaries.gpkg"
        for kind, layer in _layers(dataset, view).items():
            layer.to_file(path, layer=kind, driver="GPKG")
        return path.read_bytes()


def _layers(dataset: Dataset, view: View) -> dict[str, "GeoDataFrame"]:
    return {
        "provinces": province_areas(dataset, view),
        "archipelagos": archipelago_points(dataset, view),
    }
