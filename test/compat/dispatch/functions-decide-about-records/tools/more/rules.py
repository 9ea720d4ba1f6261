from agent_actions import udf_tool


@udf_tool()
def is_short(data: dict) -> bool:
    # The closed one was skipped, and one has no text.
    if data["read"] is None:
        return True
    return len(data["source"]["text"]) < 6


@udf_tool
def is_last(data):
    return {} if data["id"] != "t-4" else data["source"]
