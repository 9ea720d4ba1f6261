from agent_actions import udf_tool


@udf_tool()
def add_up(data: dict) -> dict:
    versions = [data[f"score_{i}"] for i in range(1, 4)]
    return {
        "total": sum(version["points"] for version in versions),
        "reasons": [version.get("reason", "not shown") for version in versions],
    }
