"""Stream of pieces → headings, paragraph numbers, lists, grades, title block."""
