"""Quotes of what people wrote."""

from slack_sdk.models.blocks import RichTextBlock, RichTextElementParts, RichTextQuoteElement

from blocks.kit.text import clip

MOST = 2_900  # a rich text element holds 3,000


def quote(text: str) -> RichTextBlock:
    """Quote text exactly: rich text has no markup that it could contain."""
    words = RichTextElementParts.Text(text=clip(text, MOST))
    return RichTextBlock(elements=[RichTextQuoteElement(elements=[words])])
