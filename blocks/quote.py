"""People's own words, set apart from ours."""

from slack_sdk.models.blocks import RichTextBlock, RichTextElementParts, RichTextQuoteElement

from blocks.text import clip

MOST = 2_900  # a rich text element holds 3,000


def quote(text: str) -> RichTextBlock:
    """Letter for letter: rich text knows no markup."""
    words = RichTextElementParts.Text(text=clip(text, MOST))
    return RichTextBlock(elements=[RichTextQuoteElement(elements=[words])])
