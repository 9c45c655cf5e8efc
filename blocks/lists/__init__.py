"""Lists: their choice on the Home tab, their forms, and news of them."""
