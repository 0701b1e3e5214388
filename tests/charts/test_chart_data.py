"""Tables of charts on their way to the browser."""

import pandas as pd
import pyarrow as pa

from lib.charts.chart_data import decode_rows, encode_chart_data


def test_rows_arrive_as_they_left():
    table = pd.DataFrame(
        {
            "name": pd.concat([pd.Series(["Long An"]), pd.Series(["Đắk Lắk"])]).to_numpy(),
            "rank": [46, 1],
            "score": [40.75, None],
            "own": [True, False],
        }
    )
    data = encode_chart_data({"low": 38.5, "align": "left"}, rows=table)
    assert decode_rows(data["rows"]) == [
        {"name": "Long An", "rank": 46, "score": 40.75, "own": True},
        {"name": "Đắk Lắk", "rank": 1, "score": None, "own": False},
    ]
    assert decode_rows(data["view"]) == [{"low": 38.5, "align": "left"}]


def test_text_that_was_concatenated_is_one_column():
    parts = [pd.DataFrame({"name": ["a"]}), pd.DataFrame({"name": ["b"]})]
    data = encode_chart_data(rows=pd.concat(parts))
    assert [row["name"] for row in decode_rows(data["rows"])] == ["a", "b"]


def test_integers_are_as_narrow_as_their_values():
    table = pd.DataFrame({"small": [0, 127], "middle": [0, 128], "year": [2011, 2024]})
    schema = pa.ipc.open_stream(encode_chart_data(rows=table)["rows"]).schema
    assert [str(field.type) for field in schema] == ["int8", "int16", "int16"]


def test_a_table_without_rows_keeps_its_columns():
    table = pd.DataFrame({"year": pd.Series(dtype=float), "name": pd.Series(dtype=str)})
    stream = pa.ipc.open_stream(encode_chart_data(breaks=table)["breaks"])
    assert stream.schema.names == ["year", "name"]
    assert stream.read_all().num_rows == 0
