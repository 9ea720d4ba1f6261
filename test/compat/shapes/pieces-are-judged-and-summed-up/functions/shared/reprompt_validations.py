from agent_actions import reprompt_validation


@reprompt_validation("A high risk needs a second look.")
def check_reason(response) -> bool:
    return response["risk"] != "high" or response["attempt"] >= 2
