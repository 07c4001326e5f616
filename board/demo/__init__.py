"""Demo mode's rows: invented people, two communities' real sheets, a board that looks alive."""
