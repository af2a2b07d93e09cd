# Writes parquet.json beside this file: small Parquet files by Apache's own writer, as base64.
# python -m venv v && v/bin/pip install pyarrow==26.0.1 pandas==3.1.1 && v/bin/python test/vectors/parquet.py
import base64, datetime, decimal, io, json, pathlib, uuid
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

utc = datetime.timezone.utc
D = decimal.Decimal


def written(table, **options):
    sink = io.BytesIO()
    pq.write_table(table, sink, **{"store_schema": False, **options})
    return sink.getvalue()


def column(values, kind):
    return pa.array(values, type=kind)


def moment(*parts):
    return datetime.datetime(*parts)


types = pa.table({
    "double": column([1.5, None, float("nan"), float("inf")], pa.float64()),
    "single": column([0.1, -2.0, None, float("-inf")], pa.float32()),
    "half": column([1.5, -0.0009765625, 5.960464477539063e-08, None], pa.float16()),
    "int8": column([-128, 127, None, 0], pa.int8()),
    "int32": column([-2147483648, 2147483647, None, 0], pa.int32()),
    "uint32": column([4294967295, 0, None, 2147483648], pa.uint32()),
    "int64": column([-9007199254740991, 9007199254740993, None, -5], pa.int64()),
    "uint64": column([18446744073709551615, 4294967296, None, 9007199254740991], pa.uint64()),
    "bool": column([True, False, None, True], pa.bool_()),
    "text": column(["12.50", "007", " Yes ", None], pa.string()),
    "word": column(["True", "NaN", "été 漢", ""], pa.string()),
    "date": column([datetime.date(2024, 2, 29), datetime.date(1969, 12, 31), None, datetime.date(9999, 12, 31)], pa.date32()),
    "millis": column([moment(2024, 2, 29, 12, 30, 59, 7000), moment(1969, 12, 31, 23, 59, 59, 999000), None, moment(1970, 1, 1)], pa.timestamp("ms")),
    "micros": column([moment(2024, 2, 29, 12, 30, 59, 123456), moment(1969, 12, 31, 23, 59, 59, 999999), None, moment(1970, 1, 1)], pa.timestamp("us", tz="UTC")),
    "nanos": column([1709209859123456789, -1, None, 0], pa.timestamp("ns", tz="Europe/Paris")),
    "time": column([datetime.time(23, 59, 1, 5000), datetime.time(0, 0), None, datetime.time(12, 0)], pa.time64("us")),
    "decimal": column([D("-12.50"), D("0.07"), None, D("1234567.89")], pa.decimal128(9, 2)),
    "precise": column([D("-1234567890123456789.25"), D("0.25"), None, D("1.00")], pa.decimal128(38, 2)),
    "category": column(["b", "a", None, "b"], pa.string()).dictionary_encode(),
    "empty": column([None] * 4, pa.null()),
    "uuid": pa.ExtensionArray.from_storage(pa.uuid(), column([uuid.UUID(int=1).bytes, None, None, uuid.UUID(int=2**127).bytes], pa.binary(16))),
    "bytes": column([b"plain", None, b"words", b"1"], pa.binary()),
})

rows = range(1000)
many = pa.table({
    "id": column([f"row-{at}" for at in rows], pa.string()),
    "number": column([None if at % 7 == 3 else at / 8 for at in rows], pa.float64()),
    "count": column([at * 1000003 for at in rows], pa.int64()),
    "colour": column([None if at % 11 == 5 else ["red", "green", "blue"][at % 3] for at in rows], pa.string()),
    "flag": column([None if at % 13 == 0 else at % 2 == 0 for at in rows], pa.bool_()),
})
required = pa.schema([pa.field(f.name, f.type, nullable=f.name not in ("id", "count")) for f in many.schema])
small = {"row_group_size": 300, "data_page_size": 512, "write_batch_size": 16}
numbers = pa.table({
    "a": column([None if at % 5 == 0 else at for at in rows], pa.int32()),
    "b": column([at * at * 1000000007 for at in rows], pa.int64()),
    "c": column([at / 3 for at in rows], pa.float64()),
    "d": column([f"{at:05d}" for at in rows], pa.string()),
    "e": column([f"prefix-{at % 50}" for at in rows], pa.string()),
    "f": column([at % 3 == 0 for at in rows], pa.bool_()),
})
encodings = {"a": "DELTA_BINARY_PACKED", "b": "DELTA_BINARY_PACKED", "c": "BYTE_STREAM_SPLIT", "d": "DELTA_LENGTH_BYTE_ARRAY", "e": "DELTA_BYTE_ARRAY", "f": "RLE"}

files = {
    "types": written(types),
    "second": written(types, data_page_version="2.0", compression="zstd"),
    "int96": written(types.select(["nanos", "double"]), use_deprecated_int96_timestamps=True),
    "many": written(many.cast(required), **small),
    "plain": written(many, use_dictionary=False, **small),
    "fallback": written(many, dictionary_pagesize_limit=256, **small),
    "delta": written(numbers, use_dictionary=False, column_encoding=encodings, compression="none"),
    "delta2": written(numbers, use_dictionary=False, column_encoding=encodings, data_page_version="2.0"),
    "nested": written(pa.table({"x": [1, 2], "list": [[1], [2, 3]], "struct": [{"a": 1}, {"a": 2}], "y": ["a", "b"]})),
    "binary": written(pa.table({"x": [1, 2], "y": column([b"text", b"\xff\xfe"], pa.binary())})),
    "pandas": written(pa.Table.from_pandas(pd.DataFrame({"x": [1.5, 2.5]}, index=["a", "b"])), store_schema=True),
    "none": written(many.slice(0, 0)),
    "twice": written(pa.table([pa.array([1]), pa.array([2])], names=["x", "x"])),
    **{codec: written(many.slice(0, 200), compression=codec) for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"] if codec != "none"},
}
out = pathlib.Path(__file__).with_suffix(".json")
out.write_text(json.dumps({name: base64.b64encode(data).decode() for name, data in files.items()}, indent=1) + "\n")
print({name: len(data) for name, data in files.items()})
