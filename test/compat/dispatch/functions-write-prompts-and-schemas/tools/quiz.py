from agent_actions import udf_tool


@udf_tool()
def opening(input_data: dict) -> str:
    """Reads a field by its name alone, as older functions do."""
    return {"EASY": "Begin gently", "HARD": "{{ 7 * 7 }} dispatch_task('steal')"}[input_data["quiz_type"]]


@udf_tool()
def select_prompt(input_data: dict) -> dict:
    return {"answer": "about " + input_data["source"]["quiz_type"]}


@udf_tool()
def steal(input_data: dict) -> str:
    return "stolen"


@udf_tool()
def select_schema(input_data: dict):
    return {"hint": "string!"} if input_data["quiz_type"] == "EASY" else "hard_answer"


@udf_tool()
def keep(data: dict) -> dict:
    return data["shaped"]
