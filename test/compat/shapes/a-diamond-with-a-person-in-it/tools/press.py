from agent_actions import udf_tool


@udf_tool()
def take_in(data: dict) -> dict:
    figures = data["source"]["figures"] or {}
    return {"headline": data["news"], "price": figures.get("price"), "sold": figures.get("sold")}


@udf_tool()
async def check_facts(data: dict) -> dict:
    values = {fact["name"]: fact["value"] for fact in data["facts"]}
    assert values["sold"] == data["take_in"]["sold"], "The model changed a figure."
    return {"turnover": values["price"] * values["sold"]}
