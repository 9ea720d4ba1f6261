from agent_actions import FileUDFResult, Granularity, udf_tool


@udf_tool()
def split_clauses(data: dict) -> list:
    clauses = [clause.strip() for clause in data["text"].split(";") if clause.strip()]
    return [{"clause": clause, "number": number} for number, clause in enumerate(clauses, 1)]


@udf_tool(granularity=Granularity.FILE)
def sum_up(rows: list) -> FileUDFResult:
    """Brings together the clauses of one contract, whose id was handed on past the model."""
    by_contract = {}
    for index, row in enumerate(rows):
        by_contract.setdefault(row["id"], []).append(index)
    return FileUDFResult(
        outputs=[
            {"source_index": indexes, "data": contract(name, [rows[index] for index in indexes])}
            for name, indexes in by_contract.items()
        ]
    )


def contract(name: str, rows: list) -> dict:
    clauses = [
        {"text": row["clause"], "risk": row["risk"], **({"milder": row["wording"]} if row["wording"] else {})}
        for row in rows
    ]
    return {"id": name, "points": sum(row["weights"].get(row["risk"], 0) for row in rows), "clauses": clauses}
