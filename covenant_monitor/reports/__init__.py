"""Numbers in words, and documents made of them.

names        the names of statuses, ratings and reasons
phrases      the sentences that explanations consist of
wording      how a number came about, and all the names
board_report the report of a round, and letters to its participants, as PDFs
"""
