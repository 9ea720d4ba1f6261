from agent_actions import udf_tool

from .closing import closing


@udf_tool()
def sign(data: dict) -> dict:
    return {"letter": f"{data['text']}. {closing(data['seed']['shop']['name'])}"}
