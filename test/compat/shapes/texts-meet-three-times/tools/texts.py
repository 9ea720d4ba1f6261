from agent_actions import Granularity, udf_tool


@udf_tool()
def count_lines(input_data: dict) -> dict:
    return {"lines": len(input_data.get("warm_text").splitlines())}


@udf_tool(granularity=Granularity.FILE)
def last(rows: list) -> list:
    """Rows may be returned as they are, and belong to the records that they came from."""
    for row in rows:
        row["history"] = ", ".join(row["history"])
    return [row for row in rows if row["from"] != "Ann"]
