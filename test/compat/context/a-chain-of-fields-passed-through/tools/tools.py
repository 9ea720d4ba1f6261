from agent_actions import udf_tool


@udf_tool()
def look(data: dict) -> dict:
    return {
        "by": data["read"]["source"]["author"]["name"],
        "verdict": data["judge"]["verdict"],
        "same": data["judge"]["read"]["word"],
        "seen": sorted(data),
    }


@udf_tool()
def keep(data: dict) -> dict:
    return data["look"]
