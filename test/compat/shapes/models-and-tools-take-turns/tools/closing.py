def closing(name: str) -> str:
    return f"Yours, {name}"
