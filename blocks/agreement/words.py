"""The words of a company's agreement, as the person who is asked for a yes reads them."""

AGREEMENT, I_AGREE = "Agreement", "I agree"


def asks_to_agree(company: str) -> str:
    return f"If you accept, you agree to this with {company}:"
