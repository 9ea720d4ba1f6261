from agent_actions import reprompt_validation


@reprompt_validation("Say it twice.")
def names_attempt(response):
    if "Attempt 1" in response["choice"]:
        return False, "Once is not enough."
    return True
