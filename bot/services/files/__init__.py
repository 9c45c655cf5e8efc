"""Bytes to rows: encodings, delimiters, headings, workbooks; pure."""
